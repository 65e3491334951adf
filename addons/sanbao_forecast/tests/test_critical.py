from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import ForecastCommon


@tagged("post_install", "-at_install")
class TestCritical(ForecastCommon):
    """PUR-25: critical spares and service tools with a minimum stock."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.supplier = cls.env["res.partner"].create({"name": "泵业公司"})
        cls.part.seller_ids = [(0, 0, {"partner_id": cls.supplier.id})]

    def _critical(self, user=None, **values):
        return (
            self.env["sanbao.critical.part"]
            .with_user(user or self.pb)
            .create(
                {
                    "product_id": self.part.id,
                    "critical_min_qty": 5,
                    "company_id": self.company.id,
                    **values,
                }
            )
        )

    def _check(self):
        self.env["sanbao.critical.part"]._cron_check()
        self.env.invalidate_all()

    def _alerts(self, part):
        return self._obligation("PUR-25", part) | self._obligation("PUR-25-WH", part)

    def test_below_the_minimum_buyer_and_keeper_are_told(self):
        """PUR-25: one below, the minimum itself, one above."""
        for on_hand, told in ((4, 2), (5, 0), (6, 0)):
            with self.subTest(on_hand=on_hand):
                part = self._part(f"件{on_hand}")
                self._put(part, on_hand)
                critical = self._critical(product_id=part.id)
                self._check()
                self.assertEqual(critical.below_minimum, bool(told))
                alerts = self._alerts(critical)
                self.assertEqual(len(alerts), told)
                if told:
                    self.assertEqual(alerts.user_id, self.pb | self.wh)

    def test_the_alert_ends_by_itself(self):
        """PUR-25."""
        critical = self._critical()
        self._check()
        self._check()  # once only
        alerts = self._alerts(critical)
        self.assertEqual(alerts.mapped("state"), ["open", "open"])
        self._put(self.part, 5)
        self._check()
        self.assertEqual(alerts.mapped("state"), ["done", "done"])

    def test_they_get_an_activity_at_once(self):
        """PUR-25: not only when it is due."""
        critical = self._critical()
        self._check()
        alerts = self._alerts(critical)
        self.assertFalse(alerts.filtered(lambda row: row.remind_at > row.start))

    def test_the_stock_is_restored_within_days(self):
        """PUR-25: as many as the parameter says, for buyer and keeper."""
        dues = []
        for days in ("3", "9"):
            self._set("critical_restore_days", days)
            critical = self._critical(product_id=self._part(f"件{days}").id)
            self._check()
            (due,) = set(self._alerts(critical).mapped("due"))
            dues.append(due)
        self.assertEqual((dues[1] - dues[0]).days, 6)

    def test_reserved_stock_is_not_free(self):
        """PUR-25."""
        self._put(self.part, 6)
        move = self.env["stock.move"].create(
            {
                "product_id": self.part.id,
                "product_uom_qty": 2,
                "location_id": self.stock.id,
                "location_dest_id": self.customers.id,
                "company_id": self.company.id,
            }
        )
        move._action_confirm()
        move._action_assign()
        critical = self._critical()
        self.assertEqual((critical.free_qty, critical.missing_qty), (4, 1))

    def test_the_screen_filters_what_is_low(self):
        """PUR-25."""
        low = self._critical()
        self._put(self.filter, 9)
        high = self._critical(product_id=self.filter.id, kind="tool")
        mine = [("id", "in", (low | high).ids)]
        model = self.env["sanbao.critical.part"]
        found = model.search([("below_minimum", "=", True), *mine])
        self.assertEqual(found, low.with_env(found.env))
        found = model.search([("below_minimum", "=", False), *mine])
        self.assertEqual(found, high.with_env(found.env))

    def test_the_supplier_is_proposed(self):
        """PUR-25: preferred supplier."""
        self.assertEqual(self._critical().supplier_id, self.supplier)

    def test_archived_nobody_is_told(self):
        critical = self._critical(self.pm)
        self._check()
        critical.active = False
        self.assertEqual(set(self._alerts(critical).mapped("state")), {"cancelled"})

    def test_nobody_is_told_while_the_rule_is_off(self):
        """PUR-25."""
        self._rule_off("PUR-25")
        critical = self._critical()
        self._check()
        self.assertFalse(self._alerts(critical))

    def test_buyers_and_keepers_keep_the_list(self):
        for user in (self.sm, self.staff, self.gm):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._critical(user)
        self._critical(self.wh)

    def test_queries_do_not_grow_with_the_list(self):
        model = self.env["sanbao.critical.part"]

        def cost(count):
            model.search([]).unlink()
            for number in range(count):
                part = self._part(f"C{count}-{number}")
                self._put(part, 9)
                self._critical(product_id=part.id)
            return self._queries(model._cron_check)

        cost(2)
        self.assertLessEqual(cost(20), cost(3) + 3)
