from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.sanbao_approval.computed import refuse_protected
from odoo.addons.sanbao_approval.engine import is_engine


class SanbaoLotHold(models.Model):
    """A lot that does not leave the stock until somebody decides (QLT-12).

    Rows are written by the engine only: ``stock.lot._sanbao_hold`` and
    ``_sanbao_release_hold``; nobody has a right to create, write or delete them.
    """

    _name = "sanbao.lot.hold"
    _description = "Hold on a lot"
    _order = "id desc"
    _rec_name = "lot_id"
    _check_company_auto = True

    lot_id = fields.Many2one(
        "stock.lot",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    product_id = fields.Many2one(
        related="lot_id.product_id", store=True, index="btree_not_null"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    reason = fields.Text(required=True, readonly=True)
    res_model = fields.Char("Document Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        "Document ID", model_field="res_model", required=True, readonly=True
    )
    res_name = fields.Char("Document", readonly=True)
    held_at = fields.Datetime("Held Since", required=True, readonly=True)
    held_by_id = fields.Many2one("res.users", readonly=True)
    released_at = fields.Datetime("Released On", readonly=True)
    released_by_id = fields.Many2one("res.users", readonly=True)

    # One open hold for a lot and a document, also when two people act at once.
    _open_unique = models.UniqueIndex(
        "(lot_id, res_model, res_id) WHERE released_at IS NULL",
        "This document holds the lot already.",
    )
    _open_index = models.Index("(lot_id) WHERE released_at IS NULL")

    @api.model_create_multi
    def create(self, vals_list):
        self._check_engine()
        holds = super().create(vals_list)
        self.env.registry.clear_cache()
        return holds

    def write(self, vals):
        self._check_engine()
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Holds are released, not deleted."))

    def _check_engine(self):
        if not is_engine(self.env):
            refuse_protected(self, ["lot_id"])

    def action_open_document(self):
        """Open the document that holds the lot."""
        self.ensure_one()
        self.check_access("read")
        document = self.env[self.res_model].browse(self.res_id).exists()
        if not document:
            raise UserError(
                self.env._("The document of this hold was deleted: %s", self.res_name)
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": document._name,
            "res_id": document.id,
            "views": [(False, "form")],
        }
