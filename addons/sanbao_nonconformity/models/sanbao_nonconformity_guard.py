from odoo import api, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.sanbao_approval.engine import as_engine, is_engine

from .sanbao_nonconformity import CLOSED

QUALITY = tuple(f"sanbao_base.group_{role}" for role in ("qc", "qm", "tech"))
JUDGEMENT = {"disposition", "severity", "concession_terms", "price_cut"}
OUTCOME = {"result", "supplier_outcome", "supplier_note", "corrective_measure"}


class SanbaoNonconformity(models.Model):
    """Who may write what of a sheet, and what follows from it."""

    _inherit = "sanbao.nonconformity"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_judge(vals)
        sheets = super().create(vals_list)
        sheets._refresh_cost()
        self.env["sanbao.obligation"]._open(
            "QLT-16",
            sheets,
            none_open=True,
            user=lambda sheet: sheet.user_id,
            due=lambda sheet: sheet.due_date,
        )
        sheets._hold_lots()
        return sheets

    def write(self, vals):
        self._check_judge(vals)
        self._check_closed(vals)
        if vals.get("hold_lot") is False:
            self._refuse_unholding()
        result = super().write(vals)
        if {"product_id", "lot_id"} & vals.keys():
            self._refresh_cost()
        if {"hold_lot", "lot_id", "source"} & vals.keys():
            self._hold_lots()
        if {"due_date", "user_id"} & vals.keys():
            self._follow_owner_and_due()
        return result

    def _check_judge(self, vals):
        """What becomes of the goods is said by those who judge quality (QLT-15)."""
        judged = {name for name in JUDGEMENT & vals.keys() if vals[name]}
        if judged and not self.env.su and not self._is_quality():
            raise AccessError(
                self.env._(
                    "Class and disposition are entered by quality control, quality"
                    " management or the technical department."
                )
            )

    @api.model
    def _is_quality(self):
        return any(self.env.user.has_group(group) for group in QUALITY)

    def _check_closed(self, vals):
        if is_engine(self.env) or not (OUTCOME | {"cancel_reason"}) & vals.keys():
            return
        closed = self.filtered(lambda sheet: sheet.state == CLOSED)
        if closed:
            raise UserError(
                self.env._("%s is closed: its result stays.", closed[0].display_name)
            )

    def _refresh_cost(self):
        for sheet in self:
            # Costs are not for everybody to read; the value decides who approves.
            product = sheet.sudo().product_id.with_company(sheet.company_id)
            lot = sheet.sudo().lot_id.with_company(sheet.company_id)
            valued = product.lot_valuated and lot
            cost = (lot if valued else product).standard_price
            if sheet.currency_id.compare_amounts(cost, sheet.unit_cost):
                as_engine(sheet).unit_cost = cost

    def _follow_owner_and_due(self):
        """The deadline moves with the document; the old one stays in its history."""
        kind = self.env["sanbao.obligation.kind"]._for_code("QLT-16")
        for obligation in self.env["sanbao.obligation"]._open_for("QLT-16", self):
            sheet = self.browse(obligation.res_id)
            obligation._amend(
                self.env._("Changed on the nonconformity"),
                user_id=sheet.user_id.id,
                due=kind._as_moment(sheet.due_date, sheet.company_id, end=True),
            )
