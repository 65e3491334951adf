import doctest

from odoo.tests import TransactionCase, tagged

from odoo.addons.sanbao_storage import schedule


@tagged("post_install", "-at_install")
class TestSchedule(TransactionCase):
    def test_examples_hold(self):
        failed, tried = doctest.testmod(schedule)
        self.assertEqual(failed, 0)
        self.assertGreater(tried, 6)

    def test_without_interval_there_is_no_round(self):
        from datetime import date

        day = date(2026, 3, 17)
        self.assertIsNone(schedule.next_months(None, 0, day))
        self.assertIsNone(schedule.next_days(None, None, 0, day))
