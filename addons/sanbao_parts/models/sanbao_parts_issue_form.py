from odoo import models


class SanbaoPartsIssue(models.Model):
    """What Forms 11 and 14 print."""

    _inherit = "sanbao.parts.issue"

    def _form_is_requisition(self):
        return bool(self.env.context.get("sanbao_requisition"))

    def _form_document_number(self):
        if self._form_is_requisition():
            return self.requisition_number or ""
        return self.name

    def _form_date(self):
        if self._form_is_requisition():
            return self.requisition_at
        return self.requested_at or self.create_date

    def _form_signature(self, key):
        self.ensure_one()
        document = self.sudo()  # a signature shows on paper whoever prints it
        if key == "engine:requisition":
            return {
                "name": document.requisition_by_id.name,
                "date": document.requisition_at,
            }
        if key == "engine:keeper":
            return {"name": document.issued_by_id.name, "date": document.issued_at}
        if key == "engine:head":
            return document.application_id._form_signature(
                "review:sanbao_base.group_asm"
            )
        return super()._form_signature(key)

    def _form_gate_passes(self):
        """The numbers of the gate passes of the goods."""
        # Passes are named on the form for those who may not open them.
        passes = self.sudo().picking_ids._sanbao_gate_passes()
        live = passes.filtered(lambda gate_pass: gate_pass.state != "cancelled")
        return ", ".join(live.mapped("name"))

    def _form_lots(self, line):
        """The serial and lot numbers issued on a line."""
        # The form names serials also for those who read no transfers.
        moves = line.sudo().move_ids.filtered(lambda move: move.state == "done")
        return ", ".join(moves.move_line_ids.lot_id.mapped("name"))
