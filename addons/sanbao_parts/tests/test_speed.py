from odoo.tests import tagged

from .common import PartsCommon


@tagged("post_install", "-at_install")
class TestSpeed(PartsCommon):
    """What this addon costs those who move other goods, and its own lists."""

    def _queries(self, operation):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        operation()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def _without_gates(self, operation):
        """The same with the gates of this addon taken out."""
        self.patch(
            type(self.env["stock.move"]),
            "_sanbao_touching_parts",
            lambda moves: moves[:0],
        )
        return self._queries(operation)

    def _plain_picking(self):
        warehouse = self.warehouse
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": warehouse.int_type_id.id,
                "location_id": self.stock.id,
                "location_dest_id": warehouse.wh_input_stock_loc_id.id,
                "move_ids": [
                    (
                        0,
                        0,
                        {
                            "product_id": self.part.id,
                            "product_uom_qty": 1,
                            "location_id": self.stock.id,
                            "location_dest_id": warehouse.wh_input_stock_loc_id.id,
                        },
                    )
                ],
            }
        )
        picking.action_confirm()
        picking.move_ids.picked = True
        return picking

    def _plain_repair(self):
        order = self.env["repair.order"].create({"product_id": self.part.id})
        self._line(order, self.part, 1)
        order._action_repair_confirm()
        order.action_repair_start()
        order.move_ids.write({"quantity": 1, "picked": True})
        return order

    def test_a_plain_transfer_costs_at_most_one_query_more(self):
        self._plain_picking()._action_done()
        with_gates = self._queries(self._plain_picking()._action_done)
        without = self._without_gates(self._plain_picking()._action_done)
        self.assertLessEqual(with_gates, without + 1)

    def test_a_plain_repair_costs_at_most_one_query_more(self):
        self._plain_repair().action_repair_end()
        with_gates = self._queries(self._plain_repair().action_repair_end)
        without = self._without_gates(self._plain_repair().action_repair_end)
        self.assertLessEqual(with_gates, without + 1)

    def test_lists_cost_the_same_for_few_and_for_many(self):
        parts = self.env["sanbao.old.part"]
        self._put(self.part, 40)
        application = self._case((self.part, 20))
        self.env["sanbao.rule"].search(
            [("code", "in", ("SVC-10", "SVC-11"))]
        ).mode = "off"
        self._issued(application)
        fields = {
            "product_id": {"fields": {"display_name": {}}},
            "days_late": {},
            "late": {},
            "obligation_late": {},
            "supplier_id": {"fields": {"display_name": {}}},
        }
        few = self._queries(lambda: parts.web_search_read([], fields, limit=2))
        many = self._queries(lambda: parts.web_search_read([], fields, limit=20))
        self.assertLessEqual(many, few + 1)
