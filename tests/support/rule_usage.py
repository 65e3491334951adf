"""Which rules and parameters code and data name; pure functions over sources, and one query."""

import ast
import re

CODE = re.compile(r"^([A-Z]{2,3}-\d\d)(?:$|-)")
ANYWHERE = re.compile(r"\b[A-Z]{2,3}-\d\d\b")
# A rule's own records, and what is kept about it: naming a rule there is not using it.
NOT_A_USE = {
    "sanbao.rule",
    "sanbao.parameter",
    "sanbao.rule.event",
    "sanbao.rule.change",
    "sanbao.rule.override",
    "sanbao.delegation",
}


def constants(source):
    """Return the string literals of Python source that are no docstrings."""
    tree = ast.parse(source)
    texts = set()
    documentation = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            documentation.add(id(node.value))
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in documentation
        ):
            texts.add(node.value)
    return texts


def codes_in(texts):
    """Return the rule codes that stand alone in, or begin, some of the texts."""
    return {match[1] for match in map(CODE.match, texts) if match}


def parameters_read(source):
    """Return the first argument of each ``….["sanbao.parameter"]._get("…")`` in a source."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "_get"
            and "sanbao.parameter" in ast.unparse(node.func.value)
            and node.args
            and isinstance(node.args[0], ast.Constant)
        ):
            found.add(node.args[0].value)
    return found


def named_by_data(env, comodel, modules):
    """Return the records of comodel that shipped records of other models point to."""
    found = env[comodel].sudo().browse()
    for name, model in env.registry.items():
        if name in NOT_A_USE or model._abstract or model._transient or not model._auto:
            continue
        fields = [
            f for f in model._fields.values() if f.store and f.comodel_name == comodel
        ]
        fields = [
            f.name
            for f in fields
            if f.type in ("many2one", "many2many") and not f.related
        ]
        if not fields:
            continue
        domain = [("model", "=", name), ("module", "in", list(modules))]
        ids = env["ir.model.data"].search(domain).mapped("res_id")
        records = env[name].sudo().with_context(active_test=False).browse(ids).exists()
        for field in fields:
            found |= records[field]
    return found
