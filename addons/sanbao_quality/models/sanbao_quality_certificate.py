from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.sanbao_approval.computed import refuse_protected
from odoo.addons.sanbao_approval.engine import as_engine, is_engine
from odoo.addons.sanbao_base.claim import claim

ISSUED = "issued"
VOID = "void"
FREE = {"note", "activity_ids", "message_follower_ids", "message_main_attachment_id"}


class SanbaoQualityCertificate(models.Model):
    """产品质量合格证, Form 23: numbered, for a lot or unit, after a passed report."""

    _name = "sanbao.quality.certificate"
    _description = "Quality certificate"
    _inherit = ["sanbao.numbered.mixin", "mail.thread", "sanbao.form.mixin"]
    _order = "id desc"
    _rec_names_search = ["name", "product_id", "lot_id"]
    _check_company_auto = True

    name = fields.Char(string="Certificate No.")
    state = fields.Selection(
        selection=[(ISSUED, "Issued"), (VOID, "Void")],
        required=True,
        default=ISSUED,
        readonly=True,
        tracking=True,
    )
    inspection_id = fields.Many2one(
        "qc.inspection", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    product_id = fields.Many2one(
        "product.product", required=True, readonly=True, index=True
    )
    lot_id = fields.Many2one(
        "stock.lot",
        string="Lot or Serial No.",
        readonly=True,
        index="btree_not_null",
    )
    quantity = fields.Float(digits="Product Unit", readonly=True)
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    standard = fields.Char(string="Executed Standard", readonly=True)
    report_no = fields.Char(string="Report No.", readonly=True)
    produced_on = fields.Date(readonly=True)
    inspector_code = fields.Char(string="Inspector No.", readonly=True)
    issued_on = fields.Datetime(readonly=True)
    issued_by_id = fields.Many2one("res.users", readonly=True)
    void_reason = fields.Char(readonly=True, tracking=True)
    note = fields.Char()

    # One that counts for each inspection, also when two press at once.
    _issued_unique = models.UniqueIndex(
        "(inspection_id) WHERE state = 'issued'",
        "This inspection has a certificate already.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        if not is_engine(self.env):
            raise AccessError(
                self.env._("Certificates are issued by the button of an inspection.")
            )
        return super().create(vals_list)

    def write(self, vals):
        refuse_protected(self, vals.keys() - FREE)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise AccessError(self.env._("Certificates are not deleted; make them void."))

    @api.model
    def _issue(self, inspection):
        """Issue the certificate of a passed inspection; gates are the caller's."""
        # Lots and registers need not be the issuer's to read.
        source = inspection.sudo()
        staff = self.env["sanbao.quality.staff"].sudo()  # as above
        signer = staff.search(
            [
                ("user_id", "=", source.sanbao_decided_by_id.id),
                ("company_id", "=", source.company_id.id),
            ],
            limit=1,
        )
        standard = source.test
        certificate = as_engine(self).create(
            {
                "inspection_id": source.id,
                "company_id": source.company_id.id,
                "product_id": source.product_id.id,
                "lot_id": source.sanbao_lot_id.id,
                "quantity": source.sanbao_accepted_qty,
                "standard": standard.sanbao_basis_ref or standard.display_name,
                "report_no": source.sanbao_report_no,
                "produced_on": source.sanbao_produced_on,
                "inspector_code": signer.code or source.sanbao_decided_by_id.name,
                "issued_on": fields.Datetime.now(),
                "issued_by_id": self.env.uid,
            }
        )
        return certificate.with_env(self.env)

    def action_void(self):
        """Make it void, for example after a failed re-inspection; needs the reason in
        the note. Only its issuer or another approver."""
        self.check_access("write")
        claim(self)
        for certificate in self:
            if certificate.state == VOID:
                continue  # the second of two presses
            if not (certificate.note or "").strip():
                raise UserError(
                    self.env._("%s: write the reason into the note.", certificate.name)
                )
            certificate.inspection_id._sanbao_gate_issuer()
            as_engine(certificate).write(
                {"state": VOID, "void_reason": certificate.note}
            )
        return True

    def action_view_inspection(self):
        """The inspection behind it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "qc.inspection",
            "res_id": self.inspection_id.id,
            "views": [(False, "form")],
        }

    # === Paper: F23 ===

    def _form_date(self):
        return self.issued_on

    def _form_is_void(self):
        return self.state == VOID

    def _form_signature(self, key):
        certificate = self.sudo()  # a signature shows on paper whoever prints it
        if key == "engine:issuer":
            return {
                "name": certificate.issued_by_id.name,
                "date": certificate.issued_on,
            }
        if key == "engine:inspector":
            return {
                "name": certificate.inspector_code,
                "date": certificate.inspection_id.date_done,
            }
        return super()._form_signature(key)
