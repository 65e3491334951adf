from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.sanbao_approval.engine import as_engine
from odoo.addons.sanbao_base.claim import claim

from .qc_inspection import DECIDED, SUCCESS

REPORT = "sanbao.quality.report"


class QcInspection(models.Model):
    """检验报告, Form 22 (QLT-02), and the certificate that follows (QLT-03)."""

    _inherit = "qc.inspection"

    sanbao_report_no = fields.Char(
        string="Report No.", readonly=True, copy=False, index="trigram"
    )
    sanbao_report_approver_id = fields.Many2one(
        "res.users", string="Report Approved by", readonly=True, copy=False
    )
    sanbao_report_approved_at = fields.Datetime(
        string="Report Approved on", readonly=True, copy=False
    )
    sanbao_certificate_ids = fields.One2many(
        "sanbao.quality.certificate", "inspection_id", string="Certificates"
    )
    sanbao_certificate_count = fields.Integer(
        string="Number of Certificates", compute="_compute_sanbao_certificate_count"
    )

    def _compute_sanbao_certificate_count(self):
        counts = dict(
            self.env["sanbao.quality.certificate"]._read_group(
                [("inspection_id", "in", self.ids)], ["inspection_id"], ["__count"]
            )
        )
        for inspection in self:
            inspection.sanbao_certificate_count = counts.get(inspection._origin, 0)

    # === Report ===

    def _sanbao_number_report(self):
        """Every verdict makes a numbered report (engine; QLT-02)."""
        if not self.env["sanbao.rule"]._is_on("QLT-02", self.company_id):
            return
        [self.sanbao_report_no] = self._sanbao_draw(REPORT, self.company_id)

    def action_sanbao_approve_report(self):
        """Approve the report: a registered approver, not the inspector himself.

        :raises RuleViolation: QLT-06 not registered as approver, QLT-02 own inspection
        """
        self.check_access("write")
        claim(self)
        for inspection in self:
            if inspection.sanbao_report_approver_id == self.env.user:
                continue  # the second of two presses
            inspection._sanbao_require_state(*DECIDED)
            if inspection.sanbao_report_approver_id:
                raise UserError(
                    self.env._(
                        "The report of %s is approved already.", inspection.display_name
                    )
                )
            inspection._sanbao_gate_approver()
            as_engine(inspection).write(
                {
                    "sanbao_report_approver_id": self.env.uid,
                    "sanbao_report_approved_at": fields.Datetime.now(),
                }
            )
        return True

    def _sanbao_gate_approver(self):
        gate = self.env["sanbao.rule"]._gate
        gate(
            "QLT-02",
            self.filtered(lambda i: i.sanbao_decided_by_id == self.env.user),
            lambda i: self.env._(
                "%s: you took the verdict. Somebody else approves the report.",
                i.display_name,
            ),
        )
        gate(
            "QLT-06",
            self.filtered(lambda i: not i._sanbao_may_sign(approver=True)),
            lambda i: self.env._(
                "%s: you are not registered as an approver of reports.", i.display_name
            ),
        )

    # === Certificate ===

    def action_sanbao_certify(self):
        """Issue the certificate (产品质量合格证) for what passed, once.

        :raises RuleViolation: QLT-03 the report did not pass or is not approved, QLT-06
        """
        self.ensure_one()
        self.check_access("write")
        claim(self)
        certificates = self.env["sanbao.quality.certificate"]
        issued = certificates.search(
            [("inspection_id", "=", self.id), ("state", "=", "issued")], limit=1
        )
        if not issued:
            self._sanbao_gate_certificate()
            issued = certificates._issue(self)
        return issued._open_form()

    def _sanbao_gate_certificate(self):
        gate = self.env["sanbao.rule"]._gate
        gate(
            "QLT-03",
            self.filtered(
                lambda i: i.state != SUCCESS or not i.sanbao_report_approver_id
            ),
            lambda i: self.env._(
                "%s: a certificate follows only a passed inspection whose report is"
                " approved.",
                i.display_name,
            ),
        )
        if self.sanbao_kind not in ("finished", "recheck", "returned"):
            raise UserError(
                self.env._(
                    "%s: certificates are for our own products.", self.display_name
                )
            )
        self._sanbao_gate_issuer()

    def _sanbao_gate_issuer(self):
        self.env["sanbao.rule"]._gate(
            "QLT-06",
            self.filtered(lambda i: not i._sanbao_may_sign(approver=True)),
            lambda i: self.env._(
                "%s: you are not registered to issue certificates.", i.display_name
            ),
        )

    def action_sanbao_view_certificates(self):
        """The certificates of this inspection."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_quality.sanbao_quality_certificate_action"
        )
        return dict(action, domain=[("inspection_id", "=", self.id)], context={})

    def action_sanbao_view_transfers(self):
        """The transfers by which its goods moved on."""
        self.ensure_one()
        self.check_access("read")
        if not self.env["stock.picking"].has_access("read"):
            raise AccessError(self.env._("Transfers belong to the warehouse."))
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "stock.action_picking_tree_all"
        )
        # Which ones they are is no secret; what is in them the user's rights decide.
        ids = self.sudo().sanbao_stock_move_ids.picking_id.ids
        return dict(action, domain=[("id", "in", ids)], context={})

    def action_sanbao_view_nonconformity(self):
        """The nonconformity that its verdict opened."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "sanbao.nonconformity",
            "res_id": self.sanbao_nonconformity_id.id,
            "views": [(False, "form")],
        }

    # === Paper: F22 ===

    def _form_document_number(self):
        return self.sanbao_report_no or self.name

    def _form_date(self):
        return self.date_done or self.date

    def _form_is_void(self):
        return self.state == "canceled"

    def _form_retained_sample(self):
        """Hook: the number of the retained sample (emergency release)."""
        return ""

    def _form_signature(self, key):
        self.ensure_one()
        report = self.sudo()  # a signature shows on paper whoever prints it
        signers = {
            "engine:inspector": (report.sanbao_decided_by_id, report.date_done),
            "engine:approver": (
                report.sanbao_report_approver_id,
                report.sanbao_report_approved_at,
            ),
        }
        if key in signers:
            user, date = signers[key]
            return {"name": user.name, "date": date} if user else None
        return super()._form_signature(key)
