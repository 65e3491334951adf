#!/usr/bin/env python3
"""junit.py REPORT CODE: print "passed failed" of a run of pytest that ended with that code,
then a line for each test that is not good: its name and the first line of why.

A test that was skipped has failed to run; so has a run that left no report, or whose code
says more than that tests failed (1).
"""

import sys
import xml.etree.ElementTree as ET

FAILED_TESTS = 1

NOT_GOOD = ("failure", "error", "skipped")


def why_not_good(case):
    """Return why a test is not good, on one line: what pytest says first; None if it is."""
    for kind in NOT_GOOD:
        verdict = case.find(kind)
        if verdict is not None:
            said = (verdict.get("message") or verdict.text or "").strip()
            return f"{kind}: {said.splitlines()[0] if said else 'no reason given'}"
    return None


report, code = sys.argv[1], int(sys.argv[2])
complaints = []
try:
    cases = list(ET.parse(report).getroot().iter("testcase"))
except (OSError, ET.ParseError) as error:
    complaints.append(f"pytest ended with code {code} and left no report: {error}")
    cases, code = [], code or -1
for case in cases:
    why = why_not_good(case)
    if why:
        complaints.append(f"{case.get('classname')}.{case.get('name')}: {why}")
passed = len(cases) - sum(why_not_good(case) is not None for case in cases)
if cases and code not in (0, FAILED_TESTS):
    complaints.append(f"pytest ended with code {code}")
print(passed, len(complaints))
print(*complaints, sep="\n")
