#!/usr/bin/env python3
"""junit.py REPORT CODE: print "passed failed" of a run of pytest that ended with that code.

A test that was skipped has failed to run; so has a run that left no report, or whose code
says more than that tests failed (1).
"""

import sys
import xml.etree.ElementTree as ET

FAILED_TESTS = 1

report, code = sys.argv[1], int(sys.argv[2])
try:
    cases = list(ET.parse(report).getroot().iter("testcase"))
except (OSError, ET.ParseError) as error:
    print(f"pytest ended with code {code} and left no report: {error}", file=sys.stderr)
    cases, code = [], code or -1
not_good = [
    c
    for c in cases
    if any(c.find(k) is not None for k in ("failure", "error", "skipped"))
]
for case in not_good:
    if case.find("skipped") is not None:
        reason = case.find("skipped").get("message")
        print(f"SKIPPED {case.get('name')}: {reason}", file=sys.stderr)
broken = code not in (0, FAILED_TESTS)
if broken:
    print(f"pytest ended with code {code}", file=sys.stderr)
print(len(cases) - len(not_good), len(not_good) + broken)
