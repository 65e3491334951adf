import hashlib
import json

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.sanbao_approval.engine import as_engine
from odoo.addons.sanbao_base.claim import claim

from .res_partner_id_number import GENUINE, REFUSED

# What a verification stands for, besides the scan.
VERIFIED = (
    "sanbao_supplier_id",
    "partner_id",
    "category_id",
    "name",
    "partner_issued_id",
    "date_issued",
    "valid_from",
    "valid_until",
    "sanbao_no_expiry",
)


class ResPartnerIdNumber(models.Model):
    """Verification of papers: who, when, result; a changed paper is verified again."""

    _inherit = "res.partner.id_number"

    def action_sanbao_verify(self):
        """Confirm that these papers are genuine. Purchasing only; a second press is idle."""
        self._sanbao_require_verifier()
        claim(self)
        todo = self.filtered(lambda paper: not paper._sanbao_is_verified())
        for paper in todo:
            paper._sanbao_require_complete()
        todo._sanbao_set_result(GENUINE)
        todo._sanbao_close_reminders()
        return True

    def action_sanbao_refuse(self):
        """Note that these papers do not count; the finding says why."""
        self._sanbao_require_verifier()
        claim(self)
        for paper in self:
            if not (paper.sanbao_check_note or "").strip():
                raise UserError(
                    self.env._(
                        "%s: write into “Finding” why the paper does not count.",
                        paper.display_name,
                    )
                )
        self.filtered(lambda p: p.sanbao_result != REFUSED)._sanbao_set_result(REFUSED)
        return True

    def _sanbao_require_verifier(self):
        self.check_access("write")
        user = self.env.user
        groups = ("sanbao_base.group_pb", "sanbao_base.group_pm")
        if not any(map(user.has_group, groups)):
            raise AccessError(self.env._("Papers of suppliers are verified by buyers."))
        outside = self.filtered(lambda paper: not paper.sanbao_supplier_id)
        if outside:
            raise UserError(
                self.env._(
                    "%s is in no supplier's dossier. Open the dossier of the supplier "
                    "first.",
                    outside[0].display_name,
                )
            )
        for paper in self:
            other = self.env["sanbao.parameter"]._get(
                "doc_verifier_is_other", paper.company_id
            )
            if other and paper.sanbao_entered_by_id == user:
                raise UserError(
                    self.env._(
                        "%s: you entered it yourself. A colleague verifies it.",
                        paper.display_name,
                    )
                )

    def _sanbao_require_complete(self):
        missing = [
            self._fields[name]._description_string(self.env)
            for name in ("partner_issued_id", "date_issued", "sanbao_scan")
            if not self[name]
        ]
        if not self.valid_until and not self.sanbao_no_expiry:
            missing.append(self._fields["valid_until"]._description_string(self.env))
        if missing:
            raise UserError(
                self.env._(
                    "%(paper)s cannot be verified yet. Fill in: %(fields)s.",
                    paper=self.display_name,
                    fields=", ".join(missing),
                )
            )
        if self.valid_until and self.date_issued > self.valid_until:
            raise UserError(
                self.env._("%s ends before it was issued.", self.display_name)
            )

    def _sanbao_set_result(self, result):
        for paper in self:
            as_engine(paper).write(
                {
                    "sanbao_result": result,
                    "sanbao_verified_by_id": self.env.uid,
                    "sanbao_verified_at": fields.Datetime.now(),
                    "sanbao_digest": paper._sanbao_fingerprints()[paper.id],
                }
            )
        self.sanbao_supplier_id._refresh_rank()

    # === What was verified ===

    def _sanbao_fingerprints(self):
        """``{id: fingerprint}`` of the content as it is now, the scan included."""
        # Attachments of a field are reached through the record only.
        scans = dict(
            self.env["ir.attachment"]
            .sudo()
            ._read_group(
                [
                    ("res_model", "=", self._name),
                    ("res_field", "=", "sanbao_scan"),
                    ("res_id", "in", self.ids),
                ],
                ["res_id"],
                ["checksum:array_agg"],
            )
        )
        prints = {}
        # The fingerprint is of all content, whoever asks.
        for paper in self.sudo():
            content = [
                str(paper[name].id if name.endswith("_id") else paper[name])
                for name in VERIFIED
            ]
            content += sorted(scans.get(paper.id, []))
            text = json.dumps(content).encode()
            prints[paper.id] = hashlib.sha256(text).hexdigest()
        return prints

    def _sanbao_is_verified(self):
        self.ensure_one()
        return bool(self._sanbao_verified_ones())

    def _sanbao_verified_ones(self):
        """Those that were found genuine and have not changed since, by any way."""
        genuine = self.filtered(lambda paper: paper.sanbao_result == GENUINE)
        prints = genuine._sanbao_fingerprints() if genuine else {}
        return genuine.filtered(
            # The stored fingerprint is for no person to read.
            lambda paper: paper.sudo().sanbao_digest == prints[paper.id]
        )

    def _sanbao_after_change(self, vals):
        """A changed number, date, issuer or scan has to be verified again."""
        if {*VERIFIED, "sanbao_scan"} & vals.keys():
            self._sanbao_lapse()
        elif "active" not in vals:
            return
        if vals.get("active") is False:
            self.env["sanbao.obligation"]._cancel("PUR-02", self)
        self.sanbao_supplier_id._refresh_rank()

    def _sanbao_lapse(self):
        prints = self._sanbao_fingerprints()
        changed = self.filtered(
            # As above.
            lambda paper: paper.sudo().sanbao_digest != prints[paper.id]
        )
        if changed:
            as_engine(changed).write(
                {
                    "sanbao_result": False,
                    "sanbao_verified_by_id": False,
                    "sanbao_verified_at": False,
                    "sanbao_digest": False,
                    "sanbao_entered_by_id": self.env.uid,
                }
            )
