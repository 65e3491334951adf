from odoo import Command
from odoo.tests import Form, tagged

from .common import RecallCommon


@tagged("post_install", "-at_install")
class TestReading(RecallCommon):
    """People without rights in the warehouse open what they are led to."""

    def test_inspectors_open_the_lot(self):
        """Odoo looks up its repairs, which they may not read."""
        for role in ("qc", "qm", "sr", "tech", "prod"):
            user = self._person(f"reading_{role}", role)
            with self.subTest(role):
                Form(self.lot.with_user(user))

    def test_inspectors_open_the_receipt_of_an_order(self):
        order = self.env["purchase.order"].create(
            {
                "partner_id": self.partner.id,
                "order_line": [Command.create({"product_id": self.agent.id})],
            }
        )
        order.button_confirm()
        for role in ("qc", "qm"):
            user = self._person(f"receipt_{role}", role)
            with self.subTest(role):
                Form(order.picking_ids.with_user(user))

    def test_who_only_reads_transfers_gets_no_buttons_of_the_keeper(self):
        user = self._person("buttons_qc", "qc")
        pickings = self.env["stock.picking"]
        for name in ("action_cancel", "action_see_move_scrap"):
            button = f'name="{name}"'
            with self.subTest(name):
                for person, shown in ((user, False), (self.keeper, True)):
                    arch = pickings.with_user(person).get_view(view_type="form")["arch"]
                    self.assertEqual(button in arch, shown)
