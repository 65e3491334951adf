from odoo import api, models

from odoo.addons.sanbao_base.claim import claim
from odoo.addons.sanbao_base.counting import Counted, fill_counts


class SanbaoNonconformity(models.Model):
    """What the screen opens from a sheet, and what form F48 prints."""

    _inherit = "sanbao.nonconformity"

    @api.depends("move_ids", "action_ids")
    def _compute_counts(self):
        fill_counts(
            self,
            [
                Counted(
                    "action_count",
                    self.env["mgmtsystem.action"],
                    "sanbao_nonconformity_id",
                ),
                Counted(
                    "picking_count",
                    self.env["stock.move"],
                    "sanbao_nonconformity_id",
                    domain=[("state", "!=", "cancel"), ("picking_id", "!=", False)],
                ),
            ],
        )

    def action_view_pickings(self):
        """Open the transfers of these goods."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "stock.action_picking_tree_all"
        )
        # The ids only; the list itself shows what the user may see.
        ids = self.sudo().move_ids.picking_id.ids
        return dict(action, domain=[("id", "in", ids)], context={})

    def action_view_actions(self):
        """Open the corrective actions of this nonconformity."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_nonconformity.mgmtsystem_action_action"
        )
        domain = [("sanbao_nonconformity_id", "=", self.id)]
        return dict(action, domain=domain, context={})

    def action_corrective_action(self):
        """Start a corrective action against the cause, or open the one that is open."""
        self.ensure_one()
        self.check_access("write")
        actions = self.env["mgmtsystem.action"]
        found = actions.search(
            [("sanbao_nonconformity_id", "=", self.id), ("sanbao_state", "=", "draft")],
            limit=1,
        )
        if not found:
            claim(self)
            found = actions._sanbao_open(self._prepare_action_vals())
        return found._sanbao_open_form()

    def _prepare_action_vals(self):
        return {
            "name": self.env._(
                "%(product)s: %(sheet)s",
                product=self.product_id.display_name,
                sheet=self.name,
            ),
            "company_id": self.company_id.id,
            "sanbao_source": "nonconformity",
            "sanbao_origin": self.name,
            "sanbao_nonconformity_id": self.id,
            "sanbao_problem": self.description,
            "sanbao_cause": self.cause,
            "user_id": self.user_id.id,
        }

    # === Paper ===

    def _form_signature(self, key):
        if key == "engine:responsible":
            # A name on paper, whoever prints it.
            return {"name": self.sudo().user_id.name, "date": self.requested_at}
        if key == "engine:closed" and self.closed_at:
            return {"name": self.sudo().closed_by_id.name, "date": self.closed_at}
        return super()._form_signature(key)

    def _form_place(self):
        """The name of the place of the goods, for the form."""
        # A place is named on the form for those who may not open it.
        return self.sudo().location_id.display_name or ""

    def _form_lot(self):
        """The number of the lot, for the form."""
        # A lot is named on the form for those who may not open it.
        return self.sudo().lot_id.name or ""

    def _form_choices(self, name):
        """``[(label, chosen)]`` of a selection, to be printed as boxes."""
        options = self._fields[name]._description_selection(self.env)
        return [(label, self[name] == value) for value, label in options]
