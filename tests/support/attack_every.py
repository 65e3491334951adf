"""The attacks that every document must stand; each domain brings its documents."""

import copy
from unittest.mock import patch

from attack import (
    HOUSEKEEPING,
    AttackPeople,
    Writes,
    another_value,
    guarded_modules,
    public_methods,
    system_fields,
)

from odoo.tools import mute_logger

# Documents in these states may go again.
DRAFTS = {"draft", "cancel", "cancelled", "rejected", "new"}
# Settings of all companies.
SHARED = {
    *("sanbao.sampling.plan", "sanbao.sampling.plan.line", "sanbao.stock.zone"),
    *("sanbao.contract.clause.kind", "sanbao.contract.template"),
    "sanbao.contract.template.line",
}
# Related or computed, and of no weight: looked at one by one.
WEIGHTLESS = {
    ("document.page", "menu_id"),
    # Their document, which decides, has the company itself.
    ("document.page.history", "company_id"),
    ("res.partner.id_number", "company_id"),
    # Which draft collects minimum stocks; it is approved like every other.
    ("sanbao.purchase.plan", "is_automatic"),
    # Whoever makes a budget chooses its period.
    ("sanbao.purchase.budget", "date_from"),
    ("sanbao.purchase.budget", "date_to"),
}
# How many people who may not even read a document press its buttons.
PRESSING = 3


class EveryAttack(AttackPeople):
    """Goes before a fixture with ``_documents()``: records of everything it makes.

    The fixture also names ``attacked``, the models of these documents, and ``created``,
    those of them that users make with values of their own; it may name ``readers``, who
    may read them and have no business there all the same, and ``again``, what is other in
    a second document: ``{model: values}``.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.creations = {}
        cls.modules = guarded_modules(cls.env)
        maker = cls()
        with Creations(cls.env, cls.created, cls.creations):
            made = maker._documents()
        cls.env.flush_all()
        # Neither the rights nor the context of whoever made them.
        cls.documents = [
            cls.env[records._name].sudo().with_context({}).browse(record_id)
            for records in made
            for record_id in records.ids
        ]

    def test_each_kind_of_document_is_there(self):
        self.assertEqual(
            set(self.attacked), {record._name for record in self.documents}
        )
        self.assertEqual(set(self.created), set(self.creations))

    # === Values that nobody types ===

    def test_readonly_values_are_not_written(self):
        """Every readonly stored field of every document, by all who may write it."""
        accepted = set()
        for record in self.documents:
            for code, user in self.role.items():
                mine = self._as(record, user)
                if not mine.has_access("write"):
                    continue
                for field in system_fields(record):
                    value = another_value(record, field)
                    if value is not None and self._changes(mine, field.name, value):
                        accepted.add((record._name, field.name, code))
        self.assertFalse(sorted(row for row in accepted if row[:2] not in WEIGHTLESS))

    def _changes(self, record, name, value):
        before = record.sudo()._convert_to_write({name: record.sudo()[name]})
        changed = []

        def attack():
            record.write({name: value})
            self.env.flush_all()
            self.env.invalidate_all()
            after = record.sudo()._convert_to_write({name: record.sudo()[name]})
            changed.append(after != before)

        self._attempt(attack)
        return any(changed)

    def test_readonly_values_are_not_given_at_creation(self):
        """Neither as values nor as defaults in the context, by whoever made one."""
        accepted, tried = set(), set()
        for name, (user, vals) in self.creations.items():
            vals = {**vals, **getattr(self, "again", {}).get(name, {})}
            model = self._as(self.env[name], user)
            plain = self._plain(model, vals)
            if plain is None:
                continue
            tried.add(name)
            for field in system_fields(model):
                if field.name == "name" or (name, field.name) in WEIGHTLESS:
                    continue
                value = another_value(model, field)
                if value is not None and self._gets(
                    model, vals, field.name, value, plain[field.name]
                ):
                    accepted.add((name, field.name))
        self.assertEqual(tried, set(self.created), "some cannot be made again")
        self.assertFalse(sorted(accepted))

    def _plain(self, model, vals):
        found = []
        self._attempt(
            lambda: found.append(model.create(copy.deepcopy(vals)).sudo().read()[0])
        )
        return found[0] if found else None

    def test_what_left_the_draft_is_not_deleted(self):
        gone = set()
        for record in self.documents:
            if record._original_module not in self.modules:
                continue  # what Odoo lets people delete of its own
            state = next(
                (record[name] for name in ("sanbao_state", "state") if name in record),
                None,
            )
            if state is None or state in DRAFTS:
                continue
            for code, user in self.role.items():
                mine = self._as(record, user)
                if mine.has_access("unlink") and self._attempt(mine.unlink) is None:
                    gone.add((record._name, state, code))
        self.assertFalse(sorted(gone))

    # === Buttons pressed by people without business there ===

    def test_outsiders_change_nothing_by_any_public_method(self):
        """Those who may not read it, customers, visitors, another company."""
        methods = public_methods(self.env)
        written = set()
        for record in self.documents:
            people = self._outsiders(record)
            for method in sorted(methods.get(record._name, ())):
                for who, user in people.items():
                    if models := self._written_by(self._as(record, user), method):
                        written.add((record._name, method, who, *sorted(models)))
        self.assertFalse(sorted(written))

    def _outsiders(self, record):
        blind = [
            code
            for code, user in self.role.items()
            if not self._as(record, user).has_access("read")
        ]
        readers = getattr(self, "readers", ())
        people = {code: self.role[code] for code in (*blind[:PRESSING], *readers)}
        return people | {
            "customer": self.portal,
            "visitor": self.public,
            "other company": self.stranger,
        }

    def _written_by(self, record, method):
        found = []

        def attack():
            with Writes() as writes:
                getattr(record, method)()
                self.env.flush_all()
            found.append(writes.found)

        self._attempt(attack)
        return found[0] if found else set()

    # === Other people's data ===

    def test_another_company_sees_nothing(self):
        """By search, name search, groups, reading, export and copying."""
        leaks = set()
        for record in self.documents:
            # Without a company a record belongs to all of them.
            if record._name in SHARED:
                continue
            if "company_id" in record and not record.company_id:
                continue
            for way, use in self._ways_to(record).items():
                if self._gives(use):
                    leaks.add((record._name, way))
        self.assertFalse(sorted(leaks))

    def _ways_to(self, record):
        mine = self._as(record, self.stranger)
        model, domain = mine.browse(), [("id", "=", record.id)]
        return {
            "search": lambda: model.search(domain),
            "count": lambda: model.search_count(domain),
            "names": lambda: model.name_search("", domain=domain),
            "groups": lambda: model.formatted_read_group(domain, [], ["__count"])[0][
                "__count"
            ],
            "web": lambda: model.web_search_read(domain, {"id": {}})["records"],
            "read": lambda: mine.read(["display_name"]),
            "export": lambda: mine.export_data(["display_name"])["datas"],
            "write": lambda: mine.write({"display_name": "x"}),
            "copy": mine.copy,
            # Odoo deletes what a search finds, which is nothing here.
            "unlink": lambda: mine.unlink() and not mine.sudo().exists(),
        }

    def _gives(self, use):
        found = []
        self._attempt(lambda: found.append(use()))
        return any(found)

    @mute_logger("odoo.addons.base.models.ir_qweb")
    def test_printed_forms_are_for_those_who_read_the_document(self):
        names = {record._name for record in self.documents}
        reports = self.env["ir.actions.report"].search(
            [("report_name", "=like", "sanbao%"), ("model", "in", sorted(names))]
        )
        printed = set()
        for report in reports:
            record = next(d for d in self.documents if d._name == report.model)
            for who, user in self._outsiders(record).items():
                if who in getattr(self, "readers", ()):
                    continue
                if self._prints(report, record, user):
                    printed.add((report.report_name, who))
        self.assertFalse(sorted(printed))

    def _prints(self, report, record, user):
        name = report.sudo().report_name
        mine = self._as(report, user)
        return self._gives(lambda: mine._render_qweb_html(name, record.ids)[0])


class Creations:
    """Notes with which values users first create these models while it is active."""

    def __init__(self, env, models, found):
        self.env, self.found = env, found
        self.patches = [
            patch.object(
                env.registry[name], "create", self._noting(env.registry[name].create)
            )
            for name in models
        ]

    def __enter__(self):
        for one in self.patches:
            one.start()

    def __exit__(self, *_error):
        for one in self.patches:
            one.stop()

    def _noting(self, create):
        def noting(records, vals_list):
            if not records.env.su and records._name not in self.found:
                first = vals_list if isinstance(vals_list, dict) else vals_list[0]
                user = records.env.user.sudo()
                self.found[records._name] = user, copy.deepcopy(first)
            return create(records, vals_list)

        return noting


__all__ = ["HOUSEKEEPING", "EveryAttack"]
