from datetime import timedelta

from odoo.tests import freeze_time, tagged

from .common import CountCommon


@tagged("post_install", "-at_install")
class TestSchedule(CountCommon):
    """Counts are made by the clock, once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._put(5)
        cls._put(3, cls.filter)

    def _run(self, day):
        """The daily job on this day; the counts of the warehouse it left."""
        with freeze_time(f"{day} 03:00:00"):
            self.env["sanbao.stock.count"]._schedule(self.warehouse)
        return self.env["sanbao.stock.count"].search(
            [("warehouse_id", "=", self.warehouse.id)]
        )

    def _owed(self, count, code):
        return self.env["sanbao.obligation"].search(
            [
                ("kind_id.code", "=", code),
                ("res_id", "=", count.id),
                ("res_model", "=", count._name),
            ]
        )

    def test_a_small_count_every_month(self):
        """STK-14: with its responsible, due at the end of the month, ready to count."""
        count = self._run("2026-01-01")
        self.assertEqual(count.kind, "small")
        self.assertEqual(count.state, "counting")
        self.assertEqual(str(count.due_date), "2026-01-31")
        self.assertEqual(count.user_id, self.head)
        owed = self._owed(count, "STK-14")
        self.assertEqual(str(owed.due), "2026-01-31 15:59:59")
        self.assertEqual(owed.user_id, self.head)
        self.assertEqual(
            sorted(self._run("2026-02-03").mapped("period")), ["2026-01", "2026-02"]
        )

    def test_the_job_run_twice_makes_one(self):
        """STK-14, STK-15: and a second day of the month makes none."""
        first = self._run("2026-01-01")
        self.assertEqual(self._run("2026-01-01"), first)
        self.assertEqual(self._run("2026-01-20"), first)
        with freeze_time("2026-03-01 03:00:00"):
            self.env["sanbao.stock.count"]._cron_create()
            self.env["sanbao.stock.count"]._cron_create()
        self.assertEqual(
            sorted(self._run("2026-03-01").mapped("kind")), ["full", "small"]
        )

    def test_a_full_count_every_quarter_replaces_the_small_one(self):
        """STK-15."""
        for month in (1, 2, 3, 4, 5, 6):
            counts = self._run(f"2026-{month:02d}-01")
        kinds = dict(zip(counts.mapped("period"), counts.mapped("kind"), strict=True))
        self.assertEqual(
            [kinds[f"2026-{month:02d}"] for month in (1, 2, 3, 4, 5, 6)],
            ["small", "small", "full", "small", "small", "full"],
        )
        full = counts.filtered(lambda c: c.period == "2026-03")
        self.assertEqual((full.line_count, full.observer_id), (2, self.fin))
        self.assertTrue(self._owed(full, "STK-15"))

    def test_both_where_the_parameter_says_so(self):
        """STK-15: large_replaces_small."""
        self._set("large_replaces_small", "off")
        counts = self._run("2026-03-01")
        self.assertEqual(sorted(counts.mapped("kind")), ["full", "small"])

    def test_intervals_are_parameters(self):
        """STK-14, STK-15: small every second month, full once a year; zero is never."""
        self._set("small_count_months", "2")
        self._set("large_count_months", "12")
        for month in (1, 2, 3, 4):
            counts = self._run(f"2026-{month:02d}-01")
        self.assertEqual(sorted(counts.mapped("period")), ["2026-02", "2026-04"])
        self._set("small_count_months", "0")
        self.assertEqual(self._run("2026-06-01"), counts)
        self.assertEqual((self._run("2026-12-01") - counts).kind, "full")

    def test_switched_off_nothing_is_made(self):
        """STK-14, STK-15, STK-16: the mode of each rule decides."""
        self._set("goods_count_months", "1")
        kinds = {"STK-14": "small", "STK-15": "full", "STK-16": "goods"}
        self._set("large_replaces_small", "off")
        for code in kinds:
            self._mode(code, "off")
        self.assertFalse(self._run("2026-03-01"))
        made = self.env["sanbao.stock.count"]
        for code, kind in kinds.items():
            self._mode(code, "block")
            with self.subTest(code):
                now = self._run("2026-03-02")
                self.assertEqual((now - made).kind, kind)
                made = now

    def test_a_cancelled_count_is_made_anew(self):
        """STK-14."""
        first = self._run("2026-01-01")
        first.with_user(self.head).action_cancel()
        self.assertEqual(self._owed(first, "STK-14").state, "cancelled")
        self.assertEqual(len(self._run("2026-01-02")), 2)

    def test_handing_in_keeps_the_deadline(self):
        """STK-14: counted is kept, posted is another matter."""
        count = self._run("2026-01-01").with_user(self.keeper)
        with freeze_time("2026-01-10 03:00:00"):
            count.line_ids.action_none_there()
            count.action_hand_in()
        owed = self._owed(count, "STK-14")
        self.assertEqual((owed.state, owed.kept), ("done", True))

    def test_counted_until_the_last_second_of_the_month(self):
        """STK-14, STK-15: handed in a second before, at, and after the end."""
        for code, months in (("STK-14", (1, 2, 4)), ("STK-15", (6, 9, 12))):
            for month, seconds in zip(months, (-1, 0, 1), strict=True):
                period = f"2026-{month:02d}"
                counts = self._run(f"{period}-01").with_user(self.keeper)
                count = counts.filtered(lambda count, of=period: count.period == of)
                owed = self._owed(count, code)
                with (
                    self.subTest(code=code, seconds=seconds),
                    freeze_time(owed.due + timedelta(seconds=seconds)),
                ):
                    count.line_ids.action_none_there()
                    count.action_hand_in()
                self.assertEqual((owed.state, owed.kept), ("done", seconds <= 0))

    def test_goods_by_the_schedule_of_their_category(self):
        """STK-16: the category every four months, nothing else on that sheet."""
        self._mode("STK-14", "off")
        self._mode("STK-15", "off")
        category = self.env["product.category"].create(
            {"name": "贵重", "sanbao_count_months": 4}
        )
        self.part.categ_id = category
        count = self._run("2026-01-01")
        self.assertEqual((count.kind, count.categ_ids), ("goods", category))
        self.assertEqual(count.line_ids.product_id, self.part)
        self.assertTrue(self._owed(count, "STK-16"))
        for day in ("2026-01-02", "2026-04-30"):
            self.assertEqual(self._run(day), count, day)
        self.assertEqual(len(self._run("2026-05-01")), 2)

    def test_goods_by_the_schedule_of_warehouse_or_company(self):
        """STK-16: the warehouse's own interval goes before the parameter."""
        self._mode("STK-14", "off")
        self._mode("STK-15", "off")
        self.assertFalse(self._run("2026-01-01"))
        self._set("goods_count_months", "3")
        self.assertEqual(self._run("2026-01-01").line_count, 2)
        self.assertEqual(len(self._run("2026-02-01")), 1)
        self.warehouse.sanbao_goods_count_months = 1
        self.assertEqual(len(self._run("2026-02-01")), 2)

    def test_an_empty_warehouse_is_not_counted(self):
        empty = self.env["stock.warehouse"].create(
            {"name": "空库", "code": "KK", "company_id": self.company.id}
        )
        self.assertFalse(self.env["sanbao.stock.count"]._schedule(empty))
