from datetime import timedelta

from odoo import fields
from odoo.tests import freeze_time, tagged

from .common import NOW, ObligationCase


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestOpenClose(ObligationCase):
    def test_open_fills_everything_from_the_record(self):
        self.customer.user_id = self.clerk
        obligation = self.obligations._open("TST-90-hours", self.customer)
        self.assertRecordValues(
            obligation,
            [
                {
                    "kind_id": self.in_hours.id,
                    "rule_id": self.rule.id,
                    "res_model": "res.partner",
                    "res_id": self.customer.id,
                    "res_name": "Customer 0",
                    "user_id": self.clerk.id,
                    "company_id": self.company.id,
                    "start": NOW,
                    "due": NOW + timedelta(hours=4),
                    "remind_at": NOW - timedelta(hours=20),
                    "state": "open",
                    "kept": False,
                }
            ],
        )

    def test_the_next_is_opened_as_soon_as_the_last_is_closed(self):
        """Also where the caller knows that none is open, and nothing is looked up."""
        first = self.obligations._open("TST-90-hours", self.customer)
        self.env.flush_all()
        self.obligations._close("TST-90-hours", self.customer)
        second = self.obligations._open("TST-90-hours", self.customer, none_open=True)
        self.assertEqual(first.state, "done")
        self.assertEqual(second.state, "open")

    def test_values_may_be_functions_of_the_record(self):
        due = {
            customer.id: NOW + timedelta(days=customer.id)
            for customer in self.customers
        }
        opened = self.obligations._open(
            "TST-90-hours",
            self.customers,
            user=lambda customer: self.clerk,
            due=lambda customer: due[customer.id],
            partner=lambda customer: customer,
        )
        self.assertEqual({one.res_id: one.due for one in opened}, due)
        self.assertEqual(opened.user_id, self.clerk)
        self.assertEqual(opened.partner_id, self.customers)

    def test_user_who_opens_is_responsible_unless_told(self):
        as_clerk = self.obligations.with_user(self.clerk)
        self.assertEqual(
            as_clerk._open("TST-90-hours", self.customer).user_id, self.clerk
        )
        nobody = self.env["res.users"]
        opened = as_clerk._open("TST-90-hours", self.customers[1], user=nobody)
        self.assertFalse(opened.sudo().user_id)

    def test_open_twice_gives_the_same(self):
        first = self.obligations._open("TST-90-hours", self.customers[:2])
        second = self.obligations._open("TST-90-hours", self.customers)
        self.assertEqual(len(second), 3)
        self.assertLess(first, second)
        twice = self.customers[2] + self.customers[2]
        self.assertEqual(len(self.obligations._open("TST-90-days", twice)), 1)

    def test_open_again_after_it_was_done(self):
        first = self.obligations._open("TST-90-hours", self.customer)
        self.obligations._close("TST-90-hours", self.customer)
        second = self.obligations._open("TST-90-hours", self.customer)
        self.assertNotEqual(first, second)
        self.assertEqual((first.state, second.state), ("done", "open"))

    def test_kinds_do_not_disturb_each_other(self):
        both = self.obligations._open("TST-90-hours", self.customer)
        both += self.obligations._open("TST-90-days", self.customer)
        self.obligations._close("TST-90-days", self.customer)
        self.assertEqual(both.mapped("state"), ["open", "done"])

    def test_nothing_is_opened_while_the_rule_is_off(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.rule.mode = "off"
        self.assertFalse(self.obligations._open("TST-90-hours", self.customer))
        self.customer.company_id = other
        self.assertTrue(self.obligations._open("TST-90-hours", self.customer))

    def test_nothing_is_opened_of_an_archived_kind(self):
        self.in_hours.active = False
        self.assertFalse(self.obligations._open("TST-90-hours", self.customer))

    def test_slips_of_the_programmer_are_named(self):
        with self.assertRaisesRegex(KeyError, "TST-91"):
            self.obligations._open("TST-91", self.customer)
        with self.assertRaisesRegex(ValueError, "res.users"):
            self.obligations._open("TST-90-hours", self.clerk)

    def test_kept_counts_the_due_second_itself(self):
        table = [("before", -1, True), ("at", 0, True), ("after", 1, False)]
        for customer, (name, seconds, kept) in zip(self.customers, table, strict=True):
            with self.subTest(name):
                opened = self.obligations._open("TST-90-hours", customer)
                done_at = opened.due + timedelta(seconds=seconds)
                closed = self.obligations._close("TST-90-hours", customer, done_at)
                self.assertEqual(closed, opened)
                self.assertRecordValues(
                    opened,
                    [{"state": "done", "done_at": done_at, "kept": kept}],
                )

    def test_one_batch_may_close_kept_and_late_ones(self):
        self.obligations._open(
            "TST-90-hours",
            self.customers[:2],
            due=lambda customer: NOW + timedelta(days=customer == self.customer) * 2,
        )
        later = NOW + timedelta(days=1)
        closed = self.obligations._close("TST-90-hours", self.customers, later)
        kept = closed.filtered("kept")
        self.assertEqual((len(closed), kept.res_id), (2, self.customer.id))

    def test_close_twice_keeps_the_first_time(self):
        opened = self.obligations._open("TST-90-hours", self.customer)
        self.obligations._close("TST-90-hours", self.customer)
        later = NOW + timedelta(days=1)
        self.assertFalse(self.obligations._close("TST-90-hours", self.customer, later))
        self.assertEqual(opened.done_at, NOW)

    def test_cancel_and_waive(self):
        for customer, method, state in (
            (self.customers[0], "_cancel", "cancelled"),
            (self.customers[1], "_waive", "waived"),
        ):
            with self.subTest(method):
                opened = self.obligations._open("TST-90-hours", customer)
                getattr(self.obligations, method)("TST-90-hours", customer)
                self.assertEqual((opened.state, opened.remind_at), (state, False))
                self.assertFalse(opened.kept)

    def test_kept_rate_leaves_out_what_is_not_decided(self):
        """Of two done and one late: one kept; the waived and the young do not count."""
        five = self.env["res.partner"].create([{"name": str(n)} for n in range(5)])
        self.obligations._open("TST-90-hours", five)
        self.obligations._close("TST-90-hours", five[0])
        self.obligations._close("TST-90-hours", five[1], NOW + timedelta(days=1))
        self.obligations._waive("TST-90-hours", five[2])
        late = self.obligations._open("TST-90-days", five[:1], due=NOW - timedelta(1))
        domain = [("rule_id", "=", self.rule.id)]
        aggregates = ["kept_rate:avg", "__count"]
        [(rate, count)] = self.obligations._read_group(domain, [], aggregates)
        self.assertAlmostEqual(rate, 100 / 3)
        self.assertEqual(count, 6)
        description = late.fields_get(["kept_rate"], ["aggregator"])
        self.assertEqual(description["kept_rate"]["aggregator"], "avg")

    def test_model_of_a_used_kind_stays(self):
        self.obligations._open("TST-90-hours", self.customer)
        users = self.env["ir.model"]._get_id("res.users")
        with self.assertRaisesRegex(Exception, "obligations"):
            self.in_hours.model_id = users
        self.in_days.model_id = users

    def test_opening_says_what_is_open(self):
        opened = self.obligations._open("TST-90-hours", self.customer)
        action = opened.action_open_record()
        self.assertEqual(
            (action["res_model"], action["res_id"]), ("res.partner", self.customer.id)
        )
        self.assertEqual(opened.display_name, "TST-90-hours: Customer 0")
        self.assertTrue(fields.Datetime.now() <= opened.due)
