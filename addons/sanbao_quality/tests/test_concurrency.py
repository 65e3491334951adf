import threading

from odoo import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.sanbao_parts.tests.at_once import AtOnce

ROLES = ("qc", "qm", "wh", "as")


@tagged("post_install", "-at_install")
class TestConcurrency(AtOnce):
    """Two inspectors at the same moment, real connections (QLT-10)."""

    def _make(self, env):
        stock = env.ref("stock.group_stock_user")
        self.users = {}
        for role in ROLES:
            groups = stock | env.ref(f"sanbao_base.group_{role}")
            user = env["res.users"].create(
                {
                    "name": f"quality {role}",
                    "login": f"quality_at_once_{role}",
                    "group_ids": [Command.set(groups.ids)],
                }
            )
            self.users[role] = user.id
        for role in ("qc", "qm"):
            env["sanbao.quality.staff"].create(
                {"user_id": self.users[role], "qualification": "x"}
            )
        product = env["product.product"].create(
            {
                "name": "Pump",
                "type": "consu",
                "is_storable": True,
                "sanbao_inspection": "yes",
            }
        )
        standard = env["qc.test"].create(
            {
                "name": "Pumps",
                "sanbao_template_ids": [Command.set(product.product_tmpl_id.ids)],
                "sanbao_basis": "company",
                "sanbao_basis_ref": "Q/1",
                "sanbao_left_out": "only looks",
                "sanbao_effective_date": "2020-01-01",
                "test_lines": [
                    Command.create(
                        {
                            "name": "Looks",
                            "type": "qualitative",
                            "ql_values": [
                                Command.create({"name": "ok", "ok": True}),
                                Command.create({"name": "bad", "ok": False}),
                            ],
                        }
                    )
                ],
            }
        )
        standard.with_user(self.users["qm"]).action_sanbao_put_in_force()
        self.product = product.id

    def _inspection(self, env):
        warehouse = (
            env["stock.warehouse"]
            .sudo()
            .search([("company_id", "=", env.company.id)], limit=1)
        )
        pending = warehouse.sanbao_inspection_location_id
        product = env["product.product"].sudo().browse(self.product)
        env["stock.quant"].sudo()._update_available_quantity(product, pending, 10)
        inspection = env["qc.inspection"]._sanbao_open(
            [
                {
                    "company_id": env.company.id,
                    "product_id": product.id,
                    "sanbao_kind": "recheck",
                    "sanbao_quantity": 10,
                    "sanbao_location_id": pending.id,
                }
            ]
        )
        own = inspection.with_user(self.users["qc"])
        line = own.inspection_lines
        line.qualitative_value = line.possible_ql_values.sudo().filtered("ok")
        own.sanbao_accepted_qty = 10
        return inspection

    @mute_logger("odoo.sql_db")
    def test_two_presses_decide_once(self):
        """QLT-10, STK-07: one transfer."""
        inspection = self._committed(self._inspection)
        self._twice("qc", inspection, "action_sanbao_decide")
        moves = self._look(inspection, lambda i: len(i.sanbao_stock_move_ids))
        self.assertEqual(moves, 1)

    @mute_logger("odoo.sql_db")
    def test_two_inspectors_at_once_give_one_result(self):
        """QLT-10: one verdict stands, the other is told so."""
        inspection = self._committed(self._inspection)
        barrier, results = threading.Barrier(2), []
        threads = [
            threading.Thread(
                daemon=True,
                target=self._call,
                args=(role, inspection, "action_sanbao_decide", barrier, results),
            )
            for role in ("qc", "qm")
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        self.assertEqual(len(results), 2)
        self.assertEqual(results.count("done"), 1)
        state = self._look(
            inspection, lambda i: (i.state, len(i.sanbao_stock_move_ids))
        )
        self.assertEqual(state, ("success", 1))
