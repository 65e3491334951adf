"""Plugin of pytest for script/mute-rules: do the tests notice when a rule stops to hold?

For each mutant (see mutants.py) the tests that name its rule run until one fails; a mutant
whose tests all pass has survived: nothing would notice that this part of the rule is gone.
"""

import fnmatch
import inspect
import itertools
import re
import sys
import textwrap
import threading
import time
from collections import defaultdict

import pytest
from _pytest.runner import runtestprotocol

# A list such as "PRT-04, 05 and 08" names three rules; a method's name has prt_04.
# Forms are named by the code that they have in the catalogue, as F05.
FORM = re.compile(r"(?<![A-Za-z])F\d\d(?!\d)")
NAMED = re.compile(
    r"(?i)(?<![a-z])([a-z]{2,3})[-_](\d\d)(?!\d)((?:,? (?:and )?\d\d(?![\d%]))*)"
)


def codes(text):
    """Return the codes of rules and forms that a text names."""
    found = set(FORM.findall(text))
    for area, first, more in NAMED.findall(text):
        for number in (first, *re.findall(r"\d\d", more)):
            found.add(f"{area.upper()}-{number}")
    return found


def named_by(item):
    """Return ``(codes a test names itself, codes its class or file names for all)``."""
    source = textwrap.dedent(inspect.getsource(item.function))
    module = sys.modules[item.cls.__module__].__doc__ or ""
    return codes(source), codes(f"{item.cls.__doc__ or ''} {module}")


class Between:
    """Stands for a next test that shares nothing with the last one but the session."""

    def __init__(self, session):
        self.session = session

    def listchain(self):
        return [self.session]


class MuteRules:
    def __init__(self, config):
        self.wanted = config.getoption("--mute") or ["*"]
        self.failed = []
        self.survivors = []
        self.sound = {}

    @pytest.hookimpl(trylast=True)
    def pytest_sessionstart(self, session):
        terminal = session.config.pluginmanager.get_plugin("terminalreporter")
        session.config.pluginmanager.unregister(terminal)

    def pytest_runtest_logreport(self, report):
        if report.outcome == "failed":
            self.failed.append(report.nodeid)

    def pytest_runtestloop(self, session):
        import mutants

        import odoo
        from odoo.modules.registry import Registry

        threading.current_thread().testing = True
        self.registry = Registry(odoo.tests.common.get_db_name())
        own, shared = defaultdict(list), defaultdict(list)
        for item in filter(lambda item: item.cls, session.items):
            by_method, by_class = named_by(item)
            for code in by_method:
                own[code].append(item)
            for code in by_class - by_method:
                shared[code].append(item)
        with self.registry.cursor() as cr:
            env = odoo.api.Environment(cr, odoo.SUPERUSER_ID, {})
            chosen = [m for m in mutants.mutants(env) if self._is_wanted(m)]
        for mutant in chosen:
            self._try(session, mutant, self._tests_of(mutant, own, shared))
        self._say(f"{len(chosen)} mutants, {len(self.survivors)} survived")
        session.testsfailed = len(self.survivors)
        return True

    def _is_wanted(self, mutant):
        text = f"{mutant.codes[0]} {mutant.name}"
        return any(fnmatch.fnmatch(text, f"{wanted}*") for wanted in self.wanted)

    def _tests_of(self, mutant, own, shared):
        """Tests whose own name, text or description says the code come first."""
        named = [by[code] for by in (own, shared) for code in mutant.codes]
        return list(dict.fromkeys(itertools.chain(*named)))

    def _try(self, session, mutant, tests):
        began = time.monotonic()
        killer = self._killer(session, mutant, tests)
        while killer and not self._is_sound(session, killer):
            killer = self._killer(session, mutant, tests)
        if not killer:
            self.survivors.append(mutant)
        verdict = (
            f"killed by {killer.nodeid}" if killer else f"SURVIVED {len(tests)} tests"
        )
        seconds = time.monotonic() - began
        self._say(f"{mutant.codes[0]} | {mutant.name} | {verdict} | {seconds:.0f} s")

    def _killer(self, session, mutant, tests):
        """The first test that fails because of the mutant."""
        tests = [item for item in tests if self.sound.get(item, True)]
        with mutant.applied():
            failing = (item for item in tests if not self._passes(session, item, tests))
            killer = next(failing, None)
            self._tear_down(session)
        return killer

    def _is_sound(self, session, item):
        """Whether a test passes without any mutant; one that fails anyway says nothing."""
        if item not in self.sound:
            self.sound[item] = self._passes(session, item, [item])
            self._tear_down(session)
            if not self.sound[item]:
                self._say(f"fails unchanged: {item.nodeid}")
        return self.sound[item]

    def _tear_down(self, session):
        session._setupstate.teardown_exact(Between(session))
        self.registry.clear_all_caches()

    def _passes(self, session, item, items):
        index = items.index(item) + 1
        follower = items[index] if index < len(items) else Between(session)
        self.failed.clear()
        runtestprotocol(item, nextitem=follower)
        return not self.failed

    def _say(self, text):
        print(text, file=sys.__stdout__, flush=True)


def pytest_addoption(parser):
    parser.addoption(
        "--mute", action="append", help="begin of 'CODE mutant', or a pattern"
    )


def pytest_configure(config):
    config.pluginmanager.register(MuteRules(config), "mute-rules-loop")
