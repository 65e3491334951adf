import base64

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools.image import (
    binary_to_image,
    image_apply_opt,
    image_data_uri,
    image_fix_orientation,
)

from odoo.addons.sanbao_approval.engine import as_engine

from .sanbao_breach import CLOSED

PRINTED_PIXELS = 1600


class SanbaoBreach(models.Model):
    """How a breach is pursued, closed or dropped, and what its letter prints."""

    _inherit = "sanbao.breach"

    # === Submission ===

    def _check_before_submit(self):
        super()._check_before_submit()
        self.env["sanbao.rule"]._gate(
            "PUR-22",
            self.filtered(
                lambda breach: (
                    not (breach.facts or "").strip()
                    or not breach.measure
                    or (breach.measure == "claim" and not breach.claim_amount)
                )
            ),
            lambda breach: self.env._(
                "%s: write the facts, choose the measure, and enter the claim where"
                " compensation is asked for.",
                breach.display_name,
            ),
        )

    # === End ===

    def action_close(self):
        """Close it with its result."""
        self.check_access("write")
        self._sanbao_lock()
        for breach in self:
            if breach.state == CLOSED:
                continue  # the second of two presses
            breach._approval_require_state("approved")
            breach._gate_result()
            breach._set_state(CLOSED)
            as_engine(breach).write(
                {"closed_at": fields.Datetime.now(), "closed_by_id": self.env.uid}
            )
            self.env["sanbao.obligation"]._close("PUR-22", breach)
        return True

    def _gate_result(self):
        self.env["sanbao.rule"]._gate(
            "PUR-22",
            self.filtered(
                lambda breach: (
                    not breach.result or not (breach.result_note or "").strip()
                )
            ),
            lambda breach: self.env._(
                "%s: enter the result and describe it before you close it.",
                breach.display_name,
            ),
        )

    def action_cancel(self):
        """Drop it: not pursued, with the reason why in the details of the result."""
        self.check_access("write")
        live = self.filtered(lambda breach: breach.state != "cancelled")
        self.env["sanbao.rule"]._gate(
            "PUR-22",
            live.filtered(lambda breach: not (breach.result_note or "").strip()),
            lambda breach: self.env._(
                "%s: write under “Result in Detail” why it is not pursued.",
                breach.display_name,
            ),
        )
        result = super().action_cancel()
        self.env["sanbao.obligation"]._cancel("PUR-22", self)
        return result

    def action_reset(self):
        """As for all documents; what is pursued again is owed again."""
        result = super().action_reset()
        self.env["sanbao.obligation"]._open(
            "PUR-22",
            self,
            user=lambda breach: breach.user_id,
            due=lambda breach: breach.due_date,
        )
        return result

    # === Screen ===

    def action_view_order(self):
        """Open the order."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "purchase.order",
            "res_id": self.order_id.id,
            "views": [(False, "form")],
        }

    # === Paper: the claim letter ===

    def _form_photos(self):
        """The photos as ``data:`` addresses, upright and not larger than is printed."""
        # The letter carries them, whoever prints it.
        files = self.sudo().attachment_ids
        photos = files.filtered(lambda file: (file.mimetype or "").startswith("image/"))
        return [image_data_uri(base64.b64encode(_as_printed(p.raw))) for p in photos]

    def _form_signature(self, key):
        if key == "engine:owner":
            # A name on paper, whoever prints it.
            return {"name": self.sudo().user_id.name, "date": self.requested_at}
        return super()._form_signature(key)


def _as_printed(photo):
    """Return a photo upright as JPEG; as it is where it cannot be read."""
    try:
        image = image_fix_orientation(binary_to_image(photo)).convert("RGB")
    except (UserError, OSError):
        return photo
    image.thumbnail((PRINTED_PIXELS, PRINTED_PIXELS))
    return image_apply_opt(image, "JPEG", quality=90)
