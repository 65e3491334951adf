from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.sanbao_approval.engine import as_engine

from .qc_inspection import DECIDED, READY

INSPECTORS = "sanbao_base.group_qc"
# What Odoo reads of a sequence to make a number.
NUMBERING = [
    *("implementation", "use_date_range", "number_increment"),
    *("prefix", "suffix", "padding"),
]


class QcInspection(models.Model):
    """How inspections are opened: by arriving goods, and by whoever needs one."""

    _inherit = "qc.inspection"

    @api.model
    def _sanbao_open(self, vals_list):
        """Open inspections (engine) and tell the inspectors at once (STK-06).

        :param vals_list: dicts with ``company_id``, ``product_id``, ``sanbao_kind``,
            ``sanbao_quantity`` (unit of the product), and where known ``sanbao_lot_id``,
            ``sanbao_location_id`` (where the goods wait), ``sanbao_picking_id``,
            ``sanbao_move_id``, ``sanbao_partner_id``, ``sanbao_origin``, ``sanbao_due``
        :return: the inspections, in the environment of the caller
        """
        # Whoever books goods in need not have rights on inspections.
        engine = as_engine(self)
        standards = engine._sanbao_standards_of(vals_list)
        inspectors = engine._sanbao_inspectors_of(vals_list)
        points = {
            test: engine._prepare_inspection_lines(test) for test in set(standards)
        }
        opened = engine.create(
            [
                {
                    "user": user.id,
                    **vals,
                    "name": name,
                    "test": test.id,
                    "inspection_lines": points[test],
                    "state": READY,
                    "auto_generated": True,
                }
                for vals, name, test, user in zip(
                    vals_list,
                    engine._sanbao_draw(self._name, self.env.company, len(vals_list)),
                    standards,
                    inspectors,
                    strict=True,
                )
            ]
        )
        opened._sanbao_take_sample()
        opened._sanbao_plan()
        opened._sanbao_tell_inspectors()
        return opened.with_env(self.env)

    @api.model
    def _sanbao_draw(self, code, company, count=1):
        """So many numbers of a sequence, which is looked up once; as Odoo's
        ``next_by_code``, which takes two statements more for each."""
        # Numbers are drawn for everybody.
        sequence = (
            self.env["ir.sequence"]
            .sudo()
            .search_fetch(
                [("code", "=", code), ("company_id", "in", [company.id, False])],
                NUMBERING,
                order="company_id",
                limit=1,
            )
        )
        return [sequence and sequence._next() for _number in range(count)]

    @api.model
    def _sanbao_standards_of(self, vals_list):
        """The standard of each: the one that is given, else the one that holds today."""
        tests = self.env["qc.test"]
        wanted, found = defaultdict(set), {}
        for vals in vals_list:
            if not vals.get("test"):
                kind, company_id = vals["sanbao_kind"], vals["company_id"]
                wanted[kind, company_id].add(vals["product_id"])
        for (kind, company_id), product_ids in wanted.items():
            products = self.env["product.product"].browse(product_ids)
            company = self.env["res.company"].browse(company_id)
            chosen = tests._sanbao_for_each(products, kind, company)
            for product, test in chosen.items():
                found[kind, company_id, product.id] = test
        return [
            tests.browse(vals["test"])
            if vals.get("test")
            else found[vals["sanbao_kind"], vals["company_id"], vals["product_id"]]
            for vals in vals_list
        ]

    @api.model
    def _sanbao_inspectors_of(self, vals_list):
        """For each the first registered person with its scope, or nobody."""
        staff, valid = self.env["sanbao.quality.staff"], {}
        users = []
        products = self.env["product.product"].browse(
            vals["product_id"] for vals in vals_list
        )
        for vals, product in zip(vals_list, products, strict=True):
            company = self.env["res.company"].browse(vals["company_id"])
            if company not in valid:
                valid[company] = staff._valid(company)
            kind = vals["sanbao_kind"]
            users.append(valid[company]._covering(kind, product)[:1].user_id)
        return users

    def _sanbao_plan(self):
        """When they are due, and who is asked (engine)."""
        get = self.env["sanbao.parameter"]._get
        now = fields.Datetime.now()
        for inspection in self.filtered(lambda i: not i.sanbao_due):
            days = get("inspection_due_days", inspection.company_id)
            inspection.sanbao_due = now + timedelta(days=days)
        self.env["sanbao.obligation"]._open(
            "STK-06",
            self,
            none_open=True,
            due=lambda inspection: inspection.sanbao_due,
            user=lambda inspection: inspection.user,
            partner=lambda inspection: inspection.sanbao_partner_id,
        )

    def _sanbao_tell_inspectors(self):
        """An activity for the inspector, one for each receipt; without a registered one
        for all of quality control."""
        group = self.env.ref(INSPECTORS)
        engine = as_engine(self)
        for inspections in engine.grouped(
            lambda i: (i.company_id, i.sanbao_picking_id or i.id, i.user)
        ).values():
            first = inspections[:1]
            if not self.env["sanbao.rule"]._is_on("STK-06", first.company_id):
                continue
            members = self.env["res.groups"]._sanbao_member_ids(
                group.id, first.company_id.id
            )
            summary = self.env._("To be inspected: %s", first.product_id.name)
            names = ", ".join(inspections.mapped("display_name"))
            for user_id in first.user.ids or members:
                first.activity_schedule(
                    "mail.mail_activity_data_todo",
                    summary=summary,
                    note=names,
                    user_id=user_id,
                )

    # === Sample (QLT-13) ===

    def _sanbao_take_sample(self):
        """How much is drawn, by the plan of the standard (engine)."""
        get, tightened = self.env["sanbao.parameter"]._get, {}
        for inspection in self:
            key = inspection._sanbao_supplier_key()
            if key not in tightened:
                tightened[key] = bool(key) and self._sanbao_fails_often(*key)
            factor = 1.0
            if tightened[key]:
                company = inspection.company_id
                factor = max(get("tightened_sampling_factor", company), 1.0)
            plan = inspection.test.sanbao_plan_id
            size, accept, reject = plan._sample(inspection.sanbao_quantity, factor)
            inspection.write(
                {
                    "sanbao_plan_size": size,
                    "sanbao_sample_size": size,
                    "sanbao_accept_number": accept,
                    "sanbao_reject_number": reject,
                    "sanbao_tightened": tightened[key],
                }
            )

    def _sanbao_supplier_key(self):
        """Company and supplier of what was bought, else nothing."""
        if self.sanbao_kind != "incoming" or not self.sanbao_partner_id:
            return None
        return self.company_id, self.sanbao_partner_id

    @api.model
    def _sanbao_fails_often(self, company, partner):
        """Whether the supplier failed so often lately that more is drawn."""
        get = self.env["sanbao.parameter"]._get
        since = fields.Datetime.now() - timedelta(
            days=get("supplier_failure_days", company)
        )
        groups = self._read_group(
            [
                ("company_id", "=", company.id),
                ("sanbao_kind", "=", "incoming"),
                ("sanbao_partner_id", "=", partner.id),
                ("state", "in", DECIDED),
                ("date_done", ">=", since),
            ],
            ["state"],
            ["__count"],
        )
        counts = dict(groups)
        total = sum(counts.values())
        if not total or total < get("supplier_failure_batches", company):
            return False
        rate = 100.0 * counts.get("failed", 0) / total
        return rate >= get("supplier_failure_rate", company)
