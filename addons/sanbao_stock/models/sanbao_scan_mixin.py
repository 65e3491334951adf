from odoo import models
from odoo.exceptions import UserError


class SanbaoScanMixin(models.AbstractModel):
    """A document into whose form one scans or types codes.

    Its form view shows ``<widget name="sanbao_scan" />``: a field for keyboard scanners
    and for typing, with a button for the camera of a phone. A scanner also works while no
    field has the focus. The document says what a code does in :meth:`_on_scanned`.
    """

    _name = "sanbao.scan.mixin"
    _description = "Document into which codes are scanned"

    def action_sanbao_scan(self, code=""):
        """Take a scanned code; called by the field of the form.

        :return: ``{"message": text, "type": "success" | "warning"}`` to be shown, or an
            action to be opened
        :raises UserError: if the code is unknown or does not belong here
        """
        self.ensure_one()
        self.check_access("write")
        scan = self.env["sanbao.scan"]
        record = scan._resolve(code, self._scan_products())
        if record:
            return self._on_scanned(record) or self._scan_answer(record.display_name)
        return self._on_unknown_code(scan._clean(code))

    # Hooks

    def _on_scanned(self, record):
        """Do what this record means here; write with the rights of who scans.

        :param record: what :meth:`sanbao.scan._resolve` found
        :return: :meth:`_scan_answer`, an action, or nothing
        """
        raise self._not_here(record)

    def _on_unknown_code(self, code):
        """Nothing has this code; a document may make something of it (a new lot)."""
        raise UserError(
            self.env._(
                "Nothing is known by the code “%(code)s”. Scan again, or choose by hand.",
                code=code,
            )
        )

    def _scan_products(self):
        """The products of this document, whose lots come first; empty: any."""
        return self.env["product.product"]

    # What hooks call

    def _scan_answer(self, message, kind="success"):
        return {"message": message, "type": kind}

    def _not_here(self, record):
        """The error to raise for something that does not belong here."""
        return UserError(
            self.env._("%(record)s cannot be used here.", record=record.display_name)
        )
