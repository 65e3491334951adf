#!/usr/bin/env python3
"""log_check.py LOG: fail when Odoo's log holds a warning or an error that is not excused.

The excused ones, each with its reason, stand in config/log_ignore.txt. An excuse that no
line needs is shown, so that the list does not outlive its causes.
"""

import re
import sys
from pathlib import Path

IGNORE = Path(__file__).resolve().parents[2] / "config" / "log_ignore.txt"
ENTRY = re.compile(r"^\d{4}-\d\d-\d\d [\d:,]+ \d+ (\w+) ")
# What Python itself says on standard error stands in no entry of the log.
BARE = re.compile(r"^\S+:\d+: \w*Warning: |^Traceback \(most recent call last\)")


def problems(lines, patterns):
    """Return the bad lines that no pattern excuses, and the patterns that excused one."""
    bad, used, level = [], set(), ""
    for line in lines:
        entry = ENTRY.match(line)
        level = entry[1] if entry else level
        serious = entry and level in ("WARNING", "ERROR", "CRITICAL")
        if not serious and not (BARE.match(line) and level in ("", "INFO", "DEBUG")):
            continue
        excuse = next((p for p in patterns if re.search(p, line)), None)
        if excuse:
            used.add(excuse)
        else:
            bad.append(line)
    return bad, used


def main(log):
    text = IGNORE.read_text(encoding="utf-8").splitlines()
    patterns = [line for line in text if line and not line.startswith("#")]
    with open(log, encoding="utf-8", errors="replace") as lines:
        bad, used = problems((line.rstrip("\n") for line in lines), patterns)
    for pattern in patterns:
        if pattern not in used:
            print(f"note: nothing needs this excuse any more: {pattern}")
    print("\n".join(bad))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
