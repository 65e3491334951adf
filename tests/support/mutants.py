"""Ways to take the enforcement of one rule out of the running code, one at a time.

A mutant has the codes whose tests should notice it, a name, and a context manager that is
entered while they run. Nothing on disk changes; what is changed in the database goes with
the rollback of the test.
"""

import ast
import sys
from collections import namedtuple
from contextlib import contextmanager
from functools import partial
from unittest import mock

from house import ROOT, ours, python_sources
from rule_usage import CODE

from odoo import Command
from odoo.tests import TransactionCase

Mutant = namedtuple("Mutant", ["codes", "name", "applied"])
Site = namedtuple("Site", ["path", "first", "last", "method", "code"])

CALLS = {
    "_gate": ("sanbao.rule", lambda self, *args, **kwargs: None),
    "_is_on": ("sanbao.rule", lambda self, *args, **kwargs: False),
    "_open": ("sanbao.obligation", lambda self, *args, **kwargs: self.browse()),
    "_close": ("sanbao.obligation", lambda self, *args, **kwargs: self.browse()),
    "_cancel": ("sanbao.obligation", lambda self, *args, **kwargs: self.browse()),
    "_waive": ("sanbao.obligation", lambda self, *args, **kwargs: self.browse()),
}


# === Places in code ===


def sites():
    """Return the calls in our addons that name a rule, once for each rule they may name."""
    found = []
    for path in python_sources():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = _texts_by_name(tree)
        calls = [
            (node, method)
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            and node.args
            and (method := _method(node)) in CALLS
        ]
        elsewhere = _codes_elsewhere(tree, [node.args[0] for node, _method in calls])
        for node, method in calls:
            match = CODE.match(_text(node.args[0], names))
            # "gate(code, …)" in a loop: any rule that the file names besides its calls.
            codes = {match[1]} if match else elsewhere if _is_open(node) else ()
            where = (str(path), node.lineno, node.end_lineno, method)
            found += [Site(*where, code) for code in sorted(codes)]
    return found


def _method(call):
    """The name of what is called; ``gate`` is what files call ``_gate`` for short."""
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    return "_gate" if name == "gate" else name


def _is_open(call):
    """Whether the rule is only known when the call is made (and it is a call of ours)."""
    ours = _method(call) in ("_gate", "_is_on") or "obligation" in ast.unparse(
        call.func
    )
    return ours and not isinstance(call.args[0], ast.Constant)


def _codes_elsewhere(tree, arguments):
    """Codes of rules in a file, but for those that are the first argument of a call."""
    named = {id(argument) for argument in arguments}
    texts = (
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in named
    )
    return {text for text in texts if CODE.fullmatch(text)}


def _texts_by_name(tree):
    return {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name) and isinstance(node.value.value, str)
    }


def _text(node, names):
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return names.get(getattr(node, "id", None), "")


@contextmanager
def _silent(registry, method, applies):
    """``method`` does nothing where ``applies(code, frame of the caller)``."""
    model, answer = CALLS[method]
    owner = _owner(registry, model, method)
    original = owner.__dict__[method]

    def muted(self, code, *args, **kwargs):
        if applies(code, sys._getframe(1)):
            return answer(self, *args, **kwargs)
        return original(self, code, *args, **kwargs)

    with mock.patch.object(owner, method, muted):
        yield


def _owner(registry, model, method):
    """The class that defines a method of a model."""
    return next(c for c in registry[model].__mro__ if method in c.__dict__)


def _muted_call(registry, site):
    def applies(code, frame):
        same_file = frame.f_code.co_filename == site.path
        same_rule = CODE.match(code)[1] == site.code
        return same_file and same_rule and site.first <= frame.f_lineno <= site.last

    return _silent(registry, site.method, applies)


# === The rule as a whole ===


@contextmanager
def _switched_off(registry, code):
    owner = _owner(registry, "sanbao.rule", "_settings_of")
    original = owner.__dict__["_settings_of"]

    def off(self, of, company_id):
        settings = original(self, of, company_id)
        return (settings[0], "off", settings[2]) if of == code else settings

    with mock.patch.object(owner, "_settings_of", off):
        yield


@contextmanager
def _without_step(registry, step_id):
    owner = _owner(registry, "tier.validation", "_sanbao_steps")
    original = owner.__dict__["_sanbao_steps"]

    def steps(self):
        return original(self).filtered(lambda step: step.id != step_id)

    with mock.patch.object(owner, "_sanbao_steps", steps):
        yield


@contextmanager
def _other_value(registry, code):
    owner = _owner(registry, "sanbao.parameter", "_get")
    original = owner.__dict__["_get"]

    def value(self, of, company=None):
        real = original(self, of, company)
        if of != code:
            return real
        if isinstance(real, bool):
            return not real
        if isinstance(real, (int, float)):
            return real * 2 + 1
        parameter = self.sudo().search([("code", "=", code)])
        others = [key for key in parameter._choice_names() if key != real]
        return others[-1] if others else ""

    with mock.patch.object(owner, "_get", value):
        yield


@contextmanager
def _changed_record(model, record_id, change):
    """The record is changed in the transaction of every test class."""
    original = TransactionCase.__dict__["setUpClass"]

    def set_up(cls):
        original.__func__(cls)
        change(cls.env[model].sudo().browse(record_id))
        cls.env.flush_all()

    with mock.patch.object(TransactionCase, "setUpClass", classmethod(set_up)):
        yield


def _set(**values):
    return lambda record: record.write(values)


# === All of them ===


def mutants(env):
    """Return the mutants of the rules in force, ordered by code."""
    found = [*_of_rules(env), *_of_sites(env), *_of_steps(env), *_of_records(env)]
    return sorted(found, key=lambda mutant: mutant[:2])


def _of_rules(env):
    kinds = env["sanbao.obligation.kind"].search([("rule_id", "!=", False)])
    # Rules that only a chain, a form or a figure carries do not ask whether they are on.
    asking = {site.code for site in sites()} | set(kinds.rule_id.mapped("code"))
    for rule in env["sanbao.rule"].search([]):
        if rule.code in asking:
            off = partial(_switched_off, env.registry, rule.code)
            yield Mutant([rule.code], "rule off", off)
        for parameter in rule.parameter_ids:
            other = partial(_other_value, env.registry, parameter.code)
            yield Mutant([rule.code], f"parameter {parameter.code}", other)


def _of_sites(env):
    for site in sites():
        path = site.path.removeprefix(f"{ROOT}/addons/")
        name = f"{site.method} {path}:{site.first}"
        yield Mutant([site.code], name, partial(_muted_call, env.registry, site))


def _of_steps(env):
    for step in env["tier.definition"].search([("sanbao_rule_id", "!=", False)]):
        name = f"step {step.get_external_id()[step.id]}"
        gone = partial(_without_step, env.registry, step.id)
        yield Mutant([step.sanbao_rule_id.code], name, gone)


def _of_records(env):
    """Mutants of shipped records: deadlines, figures and printed forms."""

    def one(record, codes, name, change):
        changed = partial(_changed_record, record._name, record.id, change)
        return Mutant(codes, name, changed)

    modules = ours(env)
    for kind in env["sanbao.obligation.kind"].search([("rule_id", "!=", False)]):
        if kind.get_external_id()[kind.id].partition(".")[0] in modules:
            codes = [kind.rule_id.code]
            yield one(kind, codes, f"no deadline {kind.code}", _set(active=False))
    for indicator in env["sanbao.indicator"].search([("rule_id", "!=", False)]):
        for field, nothing in (
            ("population_domain", "[]"),
            ("success_domain", "[]"),
            ("target_parameter_id", False),
        ):
            # What is not there cannot be lost.
            if (indicator[field] or False) not in (nothing, False):
                name = f"indicator {indicator.code} without {field}"
                change = _set(**{field: nothing})
                yield one(indicator, [indicator.rule_id.code], name, change)
    for form in env["sanbao.form"].search([("rule_ids", "!=", False)]):
        codes = [form.code, *form.rule_ids.mapped("code")]
        for part in ("copy_ids", "signature_ids"):
            if form[part]:
                name = f"form without {part}"
                yield one(form, codes, name, _set(**{part: [Command.clear()]}))
