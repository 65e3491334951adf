#!/usr/bin/env python3
"""wait_http.py URL PID SECONDS: wait until URL answers; fail when the process ends first."""

import os
import sys
import time
import urllib.error
import urllib.request

url, pid, seconds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
# A proxy of the environment must not come between us and our own machine.
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
deadline = time.monotonic() + seconds
while time.monotonic() < deadline:
    try:
        opener.open(url, timeout=60).close()
        sys.exit(0)
    except (urllib.error.URLError, OSError):
        pass
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        sys.exit(f"process {pid} ended")
    time.sleep(0.3)
sys.exit(f"no answer from {url} within {seconds} s")
