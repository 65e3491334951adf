from odoo import SUPERUSER_ID, api, fields, models, tools

LIST = "sanbao_user_ids"


class StockWarehouse(models.Model):
    """Who may book goods into and out of a warehouse (STK-25)."""

    _inherit = "stock.warehouse"

    sanbao_user_ids = fields.Many2many(
        "res.users",
        "sanbao_stock_warehouse_user_rel",
        "warehouse_id",
        "user_id",
        string="Persons Allowed",
        domain=[("share", "=", False)],
        copy=False,
        help="Only they book goods into and out of this warehouse (STK-25). Empty: "
        "everybody whose role allows it.",
    )

    sanbao_keeper_id = fields.Many2one(
        "res.users",
        string="Keeper",
        domain=[("share", "=", False)],
        help="Told of requests to this warehouse. Empty: a warehouse keeper.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        warehouses = super().create(vals_list)
        self.env.registry.clear_cache()
        return warehouses

    def write(self, vals):
        before = {warehouse: warehouse._sanbao_list_in_words() for warehouse in self}
        result = super().write(vals)
        if vals.keys() & {LIST, "active", "lot_stock_id", "view_location_id"}:
            self.env.registry.clear_cache()
        if LIST in vals:
            for warehouse, old in before.items():
                warehouse._sanbao_log_list(old)
        return result

    def _sanbao_find_keeper(self):
        """Who is told of work in this warehouse; an empty recordset if there is nobody."""
        self.ensure_one()
        # Colleagues of another branch are looked up for everybody.
        warehouse = self.sudo()
        keepers = self.env.ref("sanbao_base.group_wh").sudo().all_user_ids
        if warehouse.sanbao_user_ids:
            keepers &= warehouse.sanbao_user_ids
        keepers = warehouse.sanbao_keeper_id | keepers.sorted("id")
        return keepers.filtered(
            lambda user: user.active and warehouse.company_id in user.company_ids
        )[:1].sudo(self.env.su)

    def _sanbao_list_in_words(self):
        return ", ".join(self.sanbao_user_ids.sorted("id").mapped("name"))

    def _sanbao_log_list(self, old):
        """Whom the list let in before and lets in now stands in the rule's history."""
        # Who changes a warehouse need not be able to read rules.
        rule = self.env["sanbao.rule"].sudo().search([("code", "=", "STK-25")])
        rule.with_company(self.company_id)._log_change(
            self.env._("Persons allowed in %(warehouse)s", warehouse=self.name),
            old,
            self._sanbao_list_in_words(),
        )

    @api.model
    @tools.ormcache()
    def _sanbao_lists(self):
        """``{location id: (warehouse id, ids of the persons allowed)}`` of every place of
        a warehouse that has a list; held goods belong to it, too."""
        # The lists hold for everybody, whatever warehouses he may read.
        found = {}
        for warehouse in self.sudo().search([(LIST, "!=", False)]):
            allowed = frozenset(warehouse.sanbao_user_ids.ids)
            roots = (
                warehouse.view_location_id
                | warehouse.sanbao_inspection_location_id
                | warehouse.sanbao_nonconforming_location_id
            )
            places = roots.search(
                [("id", "child_of", roots.ids), ("usage", "=", "internal")]
            )
            found.update(dict.fromkeys(places.ids, (warehouse.id, allowed)))
        return found


class StockMove(models.Model):
    _inherit = "stock.move"

    # Checked on what was really booked, so no public path goes around it.
    def _action_done(self, cancel_backorder=False):
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        lists = self.env["stock.warehouse"]._sanbao_lists()
        if lists:
            moves._sanbao_gate_persons(lists)
        return moves

    def _sanbao_gate_persons(self, lists):
        user = self.env.user
        # Jobs of the system, and the steps of our documents, which ask for themselves who
        # takes them, are nobody's visit to the warehouse. Counts are asked nevertheless:
        # Odoo applies those of ordinary users as superuser.
        visits = self.filtered(
            lambda move: move.state == "done" and (move.is_inventory or not self.env.su)
        )
        if user.id == SUPERUSER_ID or not visits:
            return
        closed = {}
        for line in visits.move_line_ids:
            for place in (line.location_id, line.location_dest_id):
                warehouse, allowed = lists.get(place.id, (None, ()))
                if warehouse and user.id not in allowed:
                    closed[line.move_id] = warehouse
        # The name of a warehouse is no secret.
        names = self.env["stock.warehouse"].sudo()
        self.env["sanbao.rule"]._gate(
            "STK-25",
            self.filtered(lambda move: move in closed),
            lambda move: self.env._(
                "%(user)s is not on the list of persons allowed in %(warehouse)s. Ask its"
                " keeper to book %(product)s, or the head of the warehouse to extend"
                " the list.",
                user=user.name,
                warehouse=names.browse(closed[move]).display_name,
                product=move.product_id.display_name,
            ),
        )
