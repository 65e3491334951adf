from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import TrackingCommon


@tagged("post_install", "-at_install")
class TestContact(TrackingCommon):
    """PUR-21: what was spoken with the supplier, kept as it was."""

    def _contact(self, order, **values):
        return (
            self.env["sanbao.supplier.contact"]
            .with_user(self.buyer)
            .create(
                {"order_id": order.id, "content": "催货", "person": "李工", **values}
            )
        )

    def test_a_promise_stands_beside_the_first_one(self):
        """PUR-21: the first promise counts."""
        order = self._confirmed(10, due_in=2)
        for days in (5, 9):
            self._contact(order, promised_date=self.today + timedelta(days=days))
        self.assertEqual(order.sanbao_contact_count, 2)
        self.assertEqual(order.sanbao_promised_date, self.today + timedelta(days=9))
        self.assertEqual(
            order.order_line.sanbao_due_date, self.today + timedelta(days=2)
        )

    def test_a_confirmed_promise_is_the_expected_arrival(self):
        """PUR-21."""
        order = self._confirmed(10, due_in=2)
        day = self.today + timedelta(days=6)
        contact = self._contact(order, promised_date=day)
        contact.action_confirm_promise()
        at = contact.confirmed_at
        self.assertEqual(order.order_line.date_planned, self._moment(day))
        self.assertEqual(
            order.order_line.sanbao_due_date, self.today + timedelta(days=2)
        )
        contact.action_confirm_promise()
        self.assertEqual(contact.confirmed_at, at)

    def test_no_promise_to_confirm(self):
        with self.assertRaises(UserError):
            self._contact(self._confirmed(10)).action_confirm_promise()

    def test_the_log_is_not_changed(self):
        """PUR-21: added to only, in one's own name."""
        contact = self._contact(self._confirmed(10), user_id=self.manager.id)
        self.assertEqual(contact.user_id, self.buyer)
        for user in (self.buyer, self.manager):
            entry = contact.with_user(user)
            for attempt in (
                lambda entry=entry: entry.write({"content": "未催"}),
                lambda entry=entry: entry.write({"confirmed_at": "2020-01-01"}),
                entry.unlink,
            ):
                with self.assertRaises(AccessError):
                    attempt()
        with self.assertRaises(AccessError):
            self._contact(contact.order_id, confirmed_at="2020-01-01 00:00:00")
        made = (
            self.env["sanbao.supplier.contact"]
            .with_user(self.buyer)
            .with_context(default_confirmed_at="2020-01-01 00:00:00")
            .create({"order_id": contact.order_id.id, "content": "x"})
        )
        self.assertFalse(made.confirmed_at)

    def test_only_buyers_confirm(self):
        contact = self._contact(self._confirmed(10), promised_date=self.today)
        with self.assertRaises(AccessError):
            contact.with_user(self.lawyer).action_confirm_promise()
