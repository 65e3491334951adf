"""Kinds of calls: each gives ``function(env, known)``.

It is called with None first, for what the client knows already (views); that is not
measured.
"""

from datetime import timedelta
from unittest.mock import patch

from lxml import etree

from .screens import specification


def _arch(env, model, kind, view=None):
    view_id = env.ref(view).id if view else False
    return env[model].get_views([[view_id, kind]], {"toolbar": False})


def _spec(env, model, kind, view=None):
    views = _arch(env, model, kind, view)
    arch = etree.fromstring(views["views"][kind]["arch"])
    return specification(views, model, arch)


def listing(model, domain, kind="list", limit=80, offset=0, view=None):
    """A page of a list or of cards."""

    def call(env, known):
        if known is None:
            return _spec(env, model, kind, view)
        value = domain(env) if callable(domain) else domain
        return env[model].web_search_read(
            value, known, offset=offset, limit=limit, count_limit=10001
        )

    return call


def opening(model, id_, view=None):
    """A form."""

    def call(env, known):
        if known is None:
            return _spec(env, model, "form", view)
        return env[model].browse(id_).web_read(known)

    return call


def finding(model, text, operator="ilike"):
    """What a field of another document offers while one types."""

    def call(env, known):
        if known is None:
            return True
        found = env[model].name_search(text, operator=operator, limit=8)
        if not found:
            raise AssertionError(f"{model}: {text} not found")
        return found

    return call


def grouped(model, domain, groupby, aggregates):
    """A pivot or the columns of cards."""

    def call(env, known):
        if known is None:
            return True
        return env[model].formatted_read_group(domain, groupby, aggregates)

    return call


def month_of(code):
    """An indicator of the last whole month, as the cron measures it."""

    def call(env, known):
        from odoo.fields import Date

        if known is None:
            return True
        last = Date.today().replace(day=1) - timedelta(days=1)
        indicator = env["sanbao.indicator"].sudo().search([("code", "=", code)])
        figures = indicator._measure(last.replace(day=1), last, env.company)
        if not figures["population"]:
            raise AssertionError(f"{code}: nothing to measure")
        return figures

    return call


def job(model, method, *arguments):
    """A scheduled action until it would commit, taken back afterwards."""

    def call(env, known):
        if known is None:
            return True
        system = env(user=1)
        progress = patch.object(
            type(env["ir.cron"]), "_commit_progress", lambda *a, **k: 0.0
        )
        with progress, patch.object(env.cr, "commit", env.cr.flush):
            return getattr(system[model], method)(*arguments)

    return call
