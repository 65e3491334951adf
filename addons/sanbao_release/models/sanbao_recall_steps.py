from odoo import api, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.sanbao_approval.engine import as_engine
from odoo.addons.sanbao_base.claim import claim

from .sanbao_recall import ENDED


class SanbaoRecall(models.Model):
    """How a recall begins and ends."""

    _inherit = "sanbao.recall"

    # === Beginning ===

    @api.model
    def _open_for(self, lot, company, values):
        """Recall a lot at once; a recall of it that is under way goes on.

        Called where a test fails, by people who need no right on recalls.

        :return: the recall
        """
        # Two verdicts at once open one recall.
        claim(lot)
        recalls = as_engine(self).with_company(company)
        recall = recalls.search(
            [
                ("lot_id", "=", lot.id),
                ("company_id", "=", company.id),
                ("state", "not in", ENDED),
            ],
            limit=1,
        )
        if recall:
            recall._list_deliveries()
        else:
            recall = recalls.create(
                {**values, "lot_id": lot.id, "company_id": company.id}
            )
        return recall.with_env(self.env)

    def _start(self):
        """List, hold, open what follows, tell the customers."""
        for recall in self:
            recall._list_deliveries()
            recall._hold()
        self.env["sanbao.obligation"]._open(
            "SAL-42", self, user=lambda recall: recall.user_id
        )
        for recall in self:
            recall._open_follow_ups()
            if self._tells_at_once(recall.company_id):
                recall._tell_customers()

    @api.model
    def _tells_at_once(self, company):
        parameters = self.env["sanbao.parameter"]
        return parameters._get("recall_notify", company) == "immediate"

    def _list_deliveries(self):
        """Bring the list of deliveries up to date; what people entered stays."""
        self.ensure_one()
        found = self._find_deliveries(self.lot_id, self.company_id)
        # The search reads all transfers of the company; so must the list.
        recall = as_engine(self)
        known = {(line.move_id.id, line.lot_id.id): line for line in recall.line_ids}
        moves = recall.env["stock.move"].browse({row["move_id"] for row in found})
        move_of = {move.id: move for move in moves}
        new = []
        for row in found:
            values = recall._prepare_line(row, move_of[row["move_id"]])
            line = known.get((row["move_id"], row["lot_id"]))
            if not line:
                new.append(values)
            elif not line.recovered_qty and line.quantity != values["quantity"]:
                line.write(
                    {name: values[name] for name in ("quantity", "delivered_qty")}
                )
        recall.line_ids.create(new)
        recall.searched_at = self.env.cr.now().replace(microsecond=0)

    def _prepare_line(self, row, move):
        partner = move.picking_id.partner_id or move.partner_id
        if row["kind"] == "fitted":
            partner = move.repair_id.partner_id
        return {
            "recall_id": self.id,
            "kind": row["kind"],
            "move_id": move.id,
            "picking_id": move.picking_id.id,
            "partner_id": partner.commercial_partner_id.id,
            "reference": move.picking_id.name
            or move.repair_id.name
            or move.reference
            or move.origin
            or self.name,
            "delivered_at": move.date,
            "lot_id": row["lot_id"],
            "delivered_qty": row["quantity"],
            "quantity": self.product_uom_id.round(row["quantity"] * row["share"]),
        }

    # === Changes ===

    def action_refresh(self):
        """Look once more where the lot went."""
        self.check_access("write")
        claim(self)
        for recall in self:
            recall._require_under_way()
            recall._list_deliveries()
            recall._hold()
        return True

    def _require_under_way(self):
        if not self._is_under_way():
            raise UserError(
                self.env._("%s has ended already. Reload it.", self.display_name)
            )

    # === End ===

    def _check_before_submit(self):
        super()._check_before_submit()
        for recall in self:
            recall._list_deliveries()
            # What keepers booked and corrected counts, whoever closes.
            recall.sudo().line_ids._count_recovered()
        rule = self.env["sanbao.rule"]
        for recall in self:
            wrong = recall._not_closable()
            rule._gate("SAL-42", recall if wrong else recall.browse(), wrong)

    def _not_closable(self):
        """Why the recall cannot be closed yet (text); empty: it can."""
        self.ensure_one()
        # All of it counts, whoever closes.
        lines = self.sudo().line_ids
        untold = lines.partner_id - self.contact_ids.partner_id
        if untold:
            names = ", ".join(untold[:5].mapped("name"))
            return self.env._("%s: tell these customers first and record it.", names)
        for line in lines:
            if line._waiting_returns():
                return self.env._("%s: a return is not booked yet.", line.reference)
            if not line._is_balanced():
                return self.env._(
                    "%(document)s: %(open)s of %(quantity)s are neither back, nor used"
                    " up, nor explained.",
                    document=line.reference,
                    open=line.open_qty,
                    quantity=line.quantity,
                )
            if line.explained_qty and not (line.explanation or "").strip():
                return self.env._(
                    "%s: write why the rest was not recovered.", line.reference
                )
        if not self.disposition:
            return self.env._("Choose what is done with the goods that came back.")
        return ""

    def _on_approved(self):
        super()._on_approved()
        self._free_ended_lots()
        self.env["sanbao.obligation"]._close("SAL-42", self)

    def _on_reopened(self):
        super()._on_reopened()
        self._go_on()

    def action_cancel(self):
        """Give up what was no recall: opened by hand, with the reason why."""
        self.check_access("write")
        live = self.filtered(lambda recall: recall.state != "cancelled")
        self.env["sanbao.rule"]._gate(
            "SAL-42",
            live.filtered(lambda recall: recall._is_due_to_a_test()),
            lambda recall: self.env._(
                "%s follows from a failed test. It ends when every quantity is back,"
                " used up or explained, and its closing is approved.",
                recall.display_name,
            ),
        )
        for recall in live:
            recall._require_opener()
            if not (recall.cancel_reason or "").strip():
                raise UserError(
                    self.env._(
                        "%s: write under “Why It Was No Recall” what happened.",
                        recall.display_name,
                    )
                )
        result = super().action_cancel()
        self._unhold()
        self.env["sanbao.obligation"]._cancel("SAL-42", self)
        return result

    def _require_opener(self):
        """A recall is given up by who opened it or by quality management."""
        user = self.env.user
        opener = self.create_uid | self.user_id | self.requested_by_id
        if (
            user not in opener
            and not user.has_group("sanbao_base.group_qm")
            and not self._approval_manages_all()
        ):
            raise AccessError(
                self.env._(
                    "%s is given up by who opened it or by the quality manager.",
                    self.display_name,
                )
            )

    def action_reset(self):
        """As for all documents; what goes on is held and owed again."""
        result = super().action_reset()
        self._go_on()
        return result

    def _go_on(self):
        for recall in self:
            recall._hold()
        self.env["sanbao.obligation"]._open(
            "SAL-42", self, user=lambda recall: recall.user_id
        )
