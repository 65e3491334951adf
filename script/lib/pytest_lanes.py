"""Two runs of pytest share one list of tests: each class is run by whoever takes it first.

``--share FOLDER`` names the folder in which a run marks what it takes; with ``--from-the-end``
it begins with the last classes. So two runs, each with its own database, meet somewhere in
the middle and end together. The tests of the whole suite (``tests/``) come after those of
the addons in both, since they leave records behind.
"""

import itertools
from pathlib import Path

import pytest


def pytest_addoption(parser):
    """Add the two options."""
    group = parser.getgroup("lanes", "two runs that share their tests")
    group.addoption("--share", metavar="FOLDER", type=Path)
    group.addoption("--from-the-end", action="store_true")


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session):
    """Run what nobody has taken yet, as pytest's own loop runs everything."""
    share = session.config.getoption("share")
    if share is None or session.testsfailed or session.config.option.collectonly:
        return None
    share.mkdir(parents=True, exist_ok=True)
    classes = [
        (name, list(items))
        for name, items in itertools.groupby(session.items, _class_name)
    ]
    if session.config.getoption("from_the_end"):
        classes.reverse()
    classes.sort(key=lambda pair: pair[0].startswith("tests/"))
    run = itertools.chain.from_iterable(
        items for name, items in classes if _take(share, name)
    )
    item = next(run, None)
    while item:
        # Which test follows decides what is torn down, so it must be ours already.
        following = next(run, None)
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        item = following
    return True


def _class_name(item):
    return item.nodeid.rpartition("::")[0]


def _take(share, name):
    try:
        (share / name.replace("/", "+")).mkdir()
    except FileExistsError:
        return False
    return True
