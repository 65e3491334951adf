from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common import MARCH, IndicatorCase

# The last second of March in Shanghai, and the first one of April.
LAST_SECOND = "2026-03-31 15:59:59"
APRIL = "2026-03-31 16:00:00"


@tagged("post_install", "-at_install")
class TestFreeze(IndicatorCase):
    def _cron(self):
        self._run_cron("sanbao.indicator", "_cron_measure")

    def _rows(self, company=None):
        return self.values.search(
            [
                ("indicator_id", "=", self.indicator.id),
                ("company_id", "=", (company or self.company).id),
            ]
        )

    def _march(self):
        return self._rows().filtered(lambda row: row.date_to == MARCH[1])

    def test_period_is_frozen_when_it_has_ended(self):
        self._make_documents(("good", "2026-03-05"))
        with freeze_time(LAST_SECOND):
            self._cron()
            self.assertRecordValues(self._march(), [{"population": 1, "frozen": False}])
        self._make_documents(("bad", "2026-03-31"))
        with freeze_time(APRIL):
            self._cron()
        self.assertRecordValues(
            self._march(),
            [
                {
                    "population": 2,
                    "success": 1,
                    "value": 50.0,
                    "target": 75.0,
                    "result": "missed",
                    "frozen": True,
                    "period_name": "2026-03",
                }
            ],
        )

    def test_cron_twice_gives_nothing_new(self):
        with freeze_time(APRIL):
            self._cron()
            first = self._rows()
            measured = first.mapped("measured_at")
        with freeze_time("2026-04-01 03:00:00"):
            self._cron()
        self.assertEqual(self._rows(), first)
        self.assertEqual(first.mapped("measured_at"), measured)
        self.assertEqual(
            [(row.date_from, row.frozen) for row in first],
            [(date(2026, 4, 1), False), (date(2026, 3, 1), True)],
        )

    def test_periods_left_open_are_frozen_later(self):
        with freeze_time(LAST_SECOND):
            self._cron()
        with freeze_time("2026-06-10 02:00:00"):
            self._cron()
        open_ones = self._rows().filtered(lambda row: not row.frozen)
        self.assertEqual(open_ones.mapped("period_name"), ["2026-06"])

    def test_every_company_is_measured_where_the_rule_is_on(self):
        other = self._other_company()
        self.rule.with_company(other).mode = "off"
        with freeze_time(APRIL):
            self._cron()
        self.assertTrue(self._rows())
        self.assertFalse(self._rows(other))

    def test_one_broken_definition_does_not_stop_the_others(self):
        broken = self._make_indicator("TST-80-a-broken")
        self.env.cr.execute(
            "UPDATE sanbao_indicator SET population_domain = %s WHERE id = %s",
            ["[('gone', '=', 1)]", broken.id],
        )
        broken.invalidate_recordset()
        logger = "odoo.addons.sanbao_indicator.models.sanbao_indicator_schedule"
        with freeze_time(APRIL), mute_logger(logger, "odoo.domains"):
            self._cron()
        self.assertTrue(self._march().frozen)

    def test_frozen_row_refuses_every_change(self):
        row = self.values._take(self.indicator, *MARCH, self.company, freeze=True)
        self._make_documents(("good", "2026-03-05"))
        again = self.values._take(self.indicator, *MARCH, self.company)
        self.assertEqual((again, again.population), (row, 0))
        attempts = {
            "write": lambda: row.sudo().write({"value": 100.0}),
            "thaw": lambda: row.sudo().write({"frozen": False}),
            "unlink": lambda: row.sudo().unlink(),
            "measure": lambda: row.with_user(self.manager).action_measure(),
        }
        for name, attempt in attempts.items():
            with self.subTest(name), self.assertRaisesRegex(UserError, "TST-80"):
                attempt()

    def test_manager_freezes_what_has_ended(self):
        row = self.values._take(self.indicator, *MARCH, self.company)
        as_manager = row.with_user(self.manager)
        with freeze_time(LAST_SECOND), self.assertRaisesRegex(UserError, "2026"):
            as_manager.action_freeze()
        self._make_documents(("good", "2026-03-05"))
        with freeze_time(APRIL):
            as_manager.action_freeze()
        self.assertRecordValues(
            row, [{"frozen": True, "population": 1, "frozen_by_id": self.manager.id}]
        )

    @mute_logger("odoo.models", "odoo.addons.base.models.ir_rule")
    def test_figures_are_not_written_by_hand(self):
        row = self.values._take(self.indicator, *MARCH, self.company)
        for user in (self.clerk, self.manager):
            mine = row.with_user(user)
            attempts = {
                "write": lambda mine=mine: mine.write({"value": 100.0}),
                "copy": lambda mine=mine: mine.copy({"date_from": "2026-01-01"}),
                "unlink": lambda mine=mine: mine.unlink(),
            }
            for name, attempt in attempts.items():
                with (
                    self.subTest(f"{user.login} {name}"),
                    self.assertRaises(AccessError),
                ):
                    attempt()
        for button in ("action_freeze", "action_measure"):
            with self.subTest(button), self.assertRaises(AccessError):
                getattr(row.with_user(self.clerk), button)()
        with self.assertRaises(AccessError):
            self.indicator.with_user(self.clerk).action_measure()

    def test_other_companies_figures_stay_there(self):
        row = self.values._take(self.indicator, *MARCH, self.company)
        stranger = self._stranger(self._other_company(), "sanbao_base.group_asm")
        self.assertFalse(self.values.with_user(stranger).search([("id", "=", row.id)]))
        self.assertTrue(self.values.with_user(self.clerk).search([("id", "=", row.id)]))
