"""Every button pressed twice at the same moment gives one result (support/double_press)."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from house import ROOT

from odoo import sql_db
from odoo.tests.common import get_db_name
from odoo.tools import config

SUPPORT = ROOT / "tests" / "support"
PRESSES = SUPPORT / "double_press.py"
LIB = ROOT / "script" / "lib"
BUTTONS = [
    name.replace("_", " ")
    for path in sorted(SUPPORT.glob("press_*.py"))
    for name in re.findall(
        r"^@button\ndef (\w+)", path.read_text(encoding="utf-8"), re.MULTILINE
    )
]
TRIES = 10


def database(*arguments):
    """Run the scripts' own database tool."""
    environment = dict(os.environ, RUN=str(Path(config["data_dir"]).parent))
    return subprocess.run(
        [sys.executable, LIB / "database.py", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def copied(source, target):
    """Copy the test database; nobody may be connected to it at that moment."""
    for _try in range(TRIES):
        sql_db.close_db(source)
        done = database("copy", source, target)
        if not done.returncode:
            return
        time.sleep(0.5)
    raise AssertionError(done.stderr)


@pytest.fixture(scope="module")
def verdicts():
    source = get_db_name()
    target = f"{source}_press"
    copied(source, target)
    try:
        with PRESSES.open(encoding="utf-8") as program:
            run = subprocess.run(
                [
                    *(sys.executable, LIB / "odoo_bin.py", "shell"),
                    *("-d", target, "--no-http", "--log-level=critical"),
                ],
                stdin=program,
                env=dict(os.environ, PYTHONPATH=str(SUPPORT)),
                capture_output=True,
                text=True,
                check=False,
                timeout=900,
            )
    finally:
        database("drop", target)
    found = {"": run.stderr[-2000:]}
    for line in run.stdout.splitlines():
        verdict, _blank, rest = line.partition(" ")
        name, _colon, why = rest.partition(": ")
        if verdict in ("pass", "fail"):
            found[name] = why if verdict == "fail" else ""
    return found


@pytest.mark.parametrize("name", BUTTONS)
def test_two_presses_at_once_give_one_result(verdicts, name):
    assert name in verdicts, verdicts[""]
    assert not verdicts[name]
