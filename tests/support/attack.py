"""Somebody for every role, strangers, and attempts that are undone."""

import copy
import datetime
import inspect

from house import oca, ours

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.models import BaseModel
from odoo.tools import mute_logger

ROLES = (
    *("gm", "dgm", "sm", "asm", "as", "eng", "cs", "wh", "qc", "tech", "prod"),
    *("fin", "gate", "pb", "pm", "sr", "leg", "hr", "sup", "admin", "qm", "rd"),
)
# Odoo's own housekeeping, not ours to judge.
NOT_COUNTED = ("bus.", "mail.", "ir.", "base.", "res.users.log", "sanbao.rule.event")


# Readonly fields that Odoo itself fills from the client, or that say nothing.
HOUSEKEEPING = ("message_", "activity_", "rating_", "website_", "access_", "create_")
HOUSEKEEPING += ("write_", "positive_rate_percentage", "commercial_partner_id")
# In which order the lines of a transfer were scanned.
HOUSEKEEPING += ("sanbao_scan_number",)


class AttackPeople:
    """Goes before a fixture: everybody who may want to reach its documents."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_company = cls.env["res.company"].create({"name": "别的公司"})
        *users, cls.stranger, cls.portal = cls._make_users()
        cls.role = dict(zip(ROLES, users, strict=True))
        cls.public = cls.env.ref("base.public_user")

    @classmethod
    def _make_users(cls):
        """One for each role; a stranger with all of them in his company; a customer.

        Without passwords: to hash one takes longer than to make the user.
        """
        employee = cls.env.ref("base.group_user")
        everything = cls.env["res.groups"]
        rows = []
        for code in ROLES:
            role = cls.env.ref(f"sanbao_base.role_{code}")
            group = cls.env.ref(f"sanbao_base.group_{code}")
            everything |= group
            line = Command.create({"role_id": role.id})
            groups = employee | group | role.implied_ids
            rows.append(cls._user(f"attack_{code}", groups, role_line_ids=[line]))
        rows.append(
            cls._user("attack_stranger", employee | everything, cls.other_company)
        )
        rows.append(cls._user("attack_portal", cls.env.ref("base.group_portal")))
        users = cls.env["res.users"].with_context(no_reset_password=True)
        users = users.create(rows)
        for user, row in zip(users, rows, strict=True):
            user.group_ids |= cls.env["res.groups"].browse(row["group_ids"][0][2])
        return users

    @classmethod
    def _user(cls, login, groups, company=None, **values):
        company = company or cls.env.company
        return {
            "name": login,
            "login": login,
            "email": f"{login}@example.com",
            "group_ids": [Command.set(groups.ids)],
            "company_id": company.id,
            "company_ids": [Command.set(company.ids)],
            **values,
        }

    def _as(self, record, user):
        """The record in the hands of a user, in his own company as his browser says."""
        companies = user.sudo().company_ids.ids
        return record.with_user(user).with_context(allowed_company_ids=companies)

    def assertRefused(self, attack, *args, **kwargs):
        self.assertIsInstance(
            self._attempt(lambda: attack(*args, **kwargs)), UserError, "accepted"
        )

    def _attempt(self, attack):
        """Run an attack and undo it; the error that refused it, or None."""
        # What another user's request left in the cache is not there in his own.
        self.env.flush_all()
        self.env.invalidate_all()
        with mute_logger("odoo.sql_db", "odoo.addons.base.models.ir_rule"):
            try:
                with self.env.cr.savepoint():
                    attack()
                    self.env.flush_all()
                    raise Undo
            except Undo:
                return None
            except Exception as error:  # noqa: BLE001  by us, Odoo or the database
                return error
            finally:
                self.env.invalidate_all()

    def _gets(self, model, vals, name, value, plain):
        ways = (
            lambda: model.create({**copy.deepcopy(vals), name: value}),
            lambda: model.with_context(**{f"default_{name}": value}).create(
                copy.deepcopy(vals)
            ),
        )
        usual = plain[0] if isinstance(plain, tuple) else plain
        return any(self._given(create, name, value, usual) for create in ways)

    def _given(self, create, name, value, usual):
        found = []

        def attack():
            record = create().sudo()
            self.env.flush_all()
            self.env.invalidate_all()
            now = record._convert_to_write({name: record[name]})[name]
            found.append(now == value and now != usual)

        self._attempt(attack)
        return any(found)


class Undo(Exception):
    """Leaves the savepoint of an attack that was not refused."""


class Writes:
    """Notes which models are written while it is active."""

    def __init__(self):
        self.found = set()

    def __enter__(self):
        self.saved = {
            name: getattr(BaseModel, name)
            for name in ("_create", "_write_multi", "unlink")
        }
        for name, method in self.saved.items():
            setattr(BaseModel, name, self._noting(method))
        return self

    def __exit__(self, *_error):
        for name, method in self.saved.items():
            setattr(BaseModel, name, method)

    def _noting(self, method):
        def noting(records, *args, **kwargs):
            if not records._transient and not records._name.startswith(NOT_COUNTED):
                self.found.add(records._name)
            return method(records, *args, **kwargs)

        return noting


def another_value(record, field):
    """A value of the field that differs from the record's; None if there is none."""
    value = record[field.name]
    kind = field.type
    if kind in ("char", "text", "html"):
        return f"{value or ''}x"
    if kind in ("integer", "float", "monetary"):
        return (value or 0) + 7
    if kind == "boolean":
        return not value
    if kind in ("date", "datetime"):
        now = fields.Datetime.now() if kind == "datetime" else fields.Date.today()
        return (value or now) - datetime.timedelta(days=3)
    if kind == "selection":
        others = [key for key in field.get_values(record.env) if key != value]
        return others[-1] if others else None
    if kind == "many2one":
        others = record.env[field.comodel_name].sudo()
        return others.search([("id", "!=", value.id)], limit=1).id or None
    return None


def guarded_modules(env):
    """The addons whose methods and fields are attacked: ours and OCA's."""
    env = env(su=True)  # users do not read the list of addons
    return ours(env) | oca(env)


def public_methods(env):
    """``{model: [names]}`` of what ours and OCA's addons let everybody call by RPC."""
    core, modules = set(dir(BaseModel)), guarded_modules(env)
    found = {}
    for name, model in env.registry.items():
        for part in model.__mro__:
            package = part.__module__.split(".")
            if package[:2] != ["odoo", "addons"] or package[2] not in modules:
                continue
            if "tests" in package:
                continue
            found.setdefault(name, set()).update(
                method
                for method, function in vars(part).items()
                if inspect.isfunction(function)
                and not method.startswith("_")
                and method not in core
                and not wants_arguments(function)
            )
    return found


def wants_arguments(function):
    """Whether a button alone cannot call it; such methods are attacked by name."""
    parameters = list(inspect.signature(function).parameters.values())[1:]
    return any(
        parameter.default is parameter.empty
        and parameter.kind
        in (parameter.POSITIONAL_ONLY, parameter.POSITIONAL_OR_KEYWORD)
        for parameter in parameters
    )


def system_fields(record):
    """Stored fields that nobody types, of our addons and OCA's."""
    modules = guarded_modules(record.env)
    own = record._original_module in modules
    return [
        field
        for field in record._fields.values()
        if field.store
        and field.readonly
        and field.name != "id"
        and not field.name.startswith(HOUSEKEEPING)
        and (own or modules & set(field._modules))
    ]
