#!/usr/bin/env python3
"""junit.py REPORT: print "passed failed"; a test that was skipped has failed to run."""

import sys
import xml.etree.ElementTree as ET

cases = list(ET.parse(sys.argv[1]).getroot().iter("testcase"))
not_good = [
    c
    for c in cases
    if any(c.find(k) is not None for k in ("failure", "error", "skipped"))
]
for case in not_good:
    if case.find("skipped") is not None:
        reason = case.find("skipped").get("message")
        print(f"SKIPPED {case.get('name')}: {reason}", file=sys.stderr)
print(len(cases) - len(not_good), len(not_good))
