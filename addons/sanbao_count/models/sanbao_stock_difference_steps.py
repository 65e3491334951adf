from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.sanbao_approval.engine import as_engine
from odoo.addons.sanbao_base.claim import claim

from ..posting import POSTING_KEY, Posting
from .sanbao_stock_difference import POSTED


class SanbaoStockDifference(models.Model):
    """Explaining, approving and posting what a count found."""

    _inherit = "sanbao.stock.difference"

    # === Submission ===

    def _check_before_submit(self):
        super()._check_before_submit()
        self._gate_causes()
        as_engine(self).write(self._route())

    def _gate_causes(self):
        """No difference without cause and explanation, no human error without answer."""
        gate = self.env["sanbao.rule"]._gate
        gate(
            "STK-18",
            self.line_ids._unexplained(),
            lambda line: self.env._(
                "%(line)s: say what caused the difference, and explain it.",
                line=line.display_name,
            ),
        )
        gate(
            "STK-19",
            self.line_ids._unanswered(),
            lambda line: self.env._(
                "%(line)s: a human error needs the person responsible and a decision.",
                line=line.display_name,
            ),
        )

    def _route(self):
        """What the chain asks besides the amounts (STK-20)."""
        company = self.company_id
        get = self.env["sanbao.parameter"]._get
        limit = get("count_diff_dgm_above", company)
        head = self.head_id
        # Whoever explains or caused the differences does not approve them.
        involved = self._involved() | self.env.user
        return {
            "amount_is_small": company.currency_id.compare_amounts(
                self.amount_total, limit
            )
            <= 0,
            "within_tolerance": round(self.loss_rate, 4)
            <= get("count_loss_tolerance", company),
            "head_decides": bool(
                head.active and head not in involved and not self._held_losses()
            ),
        }

    def _held_losses(self):
        """Shortages where goods wait for a decision: no way around it (STK-02), so the
        deputy looks at them."""
        return self.line_ids.filtered(
            lambda line: line.quantity < 0 and line.location_id._sanbao_is_held()
        )

    def _involved(self):
        # Persons responsible may be colleagues whose record the user may not read.
        return self.sudo().line_ids.responsible_id.with_env(self.env)

    def _approval_requesters(self):
        """The persons responsible do not judge themselves."""
        return super()._approval_requesters() | self._involved()

    def _on_submitted(self):
        super()._on_submitted()
        self.env["sanbao.obligation"]._close("STK-18", self)

    def _on_reopened(self):
        super()._on_reopened()
        self.env["sanbao.obligation"]._open("STK-18", self)

    def _on_rejected(self):
        super()._on_rejected()
        self.env["sanbao.obligation"]._open("STK-18", self)

    # === Posting ===

    def action_post(self):
        """Adjust the stock by the approved differences, once.

        :raise AccessError: for everybody but the warehouse
        :raise UserError: not approved, or changed since
        """
        self.check_access("write")
        self.env["stock.move"]._sanbao_require_keeper(
            self.env._("Only the warehouse posts differences.")
        )
        for document in self:
            claim(document)
            if document.state == POSTED:
                continue  # the second of two clicks
            if not document._is_approved():
                raise UserError(
                    self.env._(
                        "%(document)s is not approved: submit it and wait for the"
                        " approval.",
                        document=document.display_name,
                    )
                )
            document._gate_causes()
            document._post()
        return True

    def _post(self):
        engine = as_engine(self)
        self._book(engine.line_ids.filtered("quantity"))
        engine._set_state(POSTED)
        engine.write({"posted_at": fields.Datetime.now(), "posted_by_id": self.env.uid})
        self._follow_shortages()
        self.count_id._finish()

    def _book(self, lines):
        """Every difference becomes one adjustment that points to its line.

        The difference is added to what the book says now: goods that moved since the
        count are in the book already.
        """
        if not lines:
            return
        # The approved document adjusts; its poster was checked above.
        quants = self.env["stock.quant"].sudo()
        found = quants._sanbao_of(lines)
        posted = {}
        for line in lines:
            quant = found.get(line._key()) or quants._sanbao_empty(line)
            quant.inventory_quantity = quant.quantity + line.quantity
            posted[quant.id] = line.id
        context = {POSTING_KEY: Posting(posted), "inventory_name": self.name}
        quants.browse(posted).with_context(**context)._apply_inventory()

    def _follow_shortages(self):
        """Missing goods get an action: how it does not happen again (STK-21)."""
        short = self.line_ids.filtered(lambda line: line.quantity < 0)
        if not short or not self.env["sanbao.rule"]._is_on("STK-21", self.company_id):
            return
        action = self.env["mgmtsystem.action"]._sanbao_open(self._action_vals(short))
        as_engine(self).action_id = action

    def _action_vals(self, short):
        rows = (f"{line.display_name} – {line.explanation}" for line in short)
        return {
            "name": self.env._("Shortages of %(count)s", count=self.count_id.name),
            "company_id": self.company_id.id,
            "user_id": (self.head_id or self.user_id or self.env.user).id,
            "sanbao_source": "count",
            "sanbao_origin": self.name,
            "sanbao_problem": "\n".join(rows),
            "sanbao_cause": ", ".join(short.cause_id.mapped("name")),
            "sanbao_res_model": self._name,
            "sanbao_res_id": self.id,
        }

    def action_view_action(self):
        """Open the action that follows the shortages up."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.action_id._name,
            "res_id": self.action_id.id,
            "views": [(False, "form")],
        }

    # === Screen and paper ===

    def action_print(self):
        """Print the count sheet, on which the differences stand too (F40)."""
        self.ensure_one()
        self.check_access("read")
        report = self.env.ref("sanbao_count.sanbao_stock_count_report")
        return report.report_action(self.count_id)

    def action_view_moves(self):
        """Open the adjustments that were booked."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "stock.stock_move_action"
        )
        domain = [("sanbao_difference_line_id.difference_id", "=", self.id)]
        return dict(action, domain=domain, context={})

    def _form_approvers(self):
        """Who approved, for the form of the count."""
        reviews = self.review_ids.filtered(lambda review: review.status == "approved")
        if not reviews:
            return None
        signers = [review._sanbao_signer() for review in reviews.sorted("sequence")]
        return {
            "name": ", ".join(signers),
            "date": max(reviews.mapped("reviewed_date")),
        }
