from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.sanbao_approval.engine import as_engine

from .qc_inspection import DECIDED, READY

INSPECTORS = "sanbao_base.group_qc"


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
        products = self.env["product.product"].browse(
            v["product_id"] for v in vals_list
        )
        opened = self.browse()
        for vals, product in zip(vals_list, products, strict=True):
            company = self.env["res.company"].browse(vals["company_id"])
            kind = vals["sanbao_kind"]
            standard = vals.get("test") or (
                self.env["qc.test"]._sanbao_for(product, kind, company).id
            )
            inspection = engine.create(
                {
                    "user": self._sanbao_inspector(company, kind, product).id,
                    **vals,
                    "test": standard,
                    "state": READY,
                    "auto_generated": True,
                }
            )
            inspection._sanbao_take_points()
            inspection._sanbao_take_sample()
            inspection._sanbao_plan()
            opened |= inspection.with_env(self.env)
        opened._sanbao_tell_inspectors()
        return opened

    @api.model
    def _sanbao_inspector(self, company, kind, product):
        """The first registered person with this scope; nobody if there is none."""
        staff = self.env["sanbao.quality.staff"]
        return staff._registered(company, kind, product)[:1].user_id

    def _sanbao_plan(self):
        """When it is due, and who is asked (engine)."""
        days = self.env["sanbao.parameter"]._get("inspection_due_days", self.company_id)
        if not self.sanbao_due:
            self.sanbao_due = fields.Datetime.now() + timedelta(days=days)
        self.env["sanbao.obligation"]._open(
            "STK-06",
            self,
            fresh=True,
            due=self.sanbao_due,
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
        plan = self.test.sanbao_plan_id
        tightened = self._sanbao_is_tightened()
        factor = 1.0
        if tightened:
            get = self.env["sanbao.parameter"]._get
            factor = max(get("tightened_sampling_factor", self.company_id), 1.0)
        size, accept, reject = plan._sample(self.sanbao_quantity, factor)
        self.write(
            {
                "sanbao_plan_size": size,
                "sanbao_sample_size": size,
                "sanbao_accept_number": accept,
                "sanbao_reject_number": reject,
                "sanbao_tightened": tightened,
            }
        )

    def _sanbao_is_tightened(self):
        """Whether the supplier failed so often lately that more is drawn."""
        if self.sanbao_kind != "incoming" or not self.sanbao_partner_id:
            return False
        company = self.company_id
        get = self.env["sanbao.parameter"]._get
        since = fields.Datetime.now() - timedelta(
            days=get("supplier_failure_days", company)
        )
        groups = self._read_group(
            [
                ("company_id", "=", company.id),
                ("sanbao_kind", "=", "incoming"),
                ("sanbao_partner_id", "=", self.sanbao_partner_id.id),
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
