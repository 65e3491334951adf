from odoo.tests import tagged

from .release_common import ReleaseCommon


@tagged("post_install", "-at_install")
class TestSpeed(ReleaseCommon):
    """Statements are counted, so that they do not grow with the lines."""

    def _count(self, method):
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        method()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_plain_deliveries_cost_nothing(self):
        """SAL-39, SAL-42: one look into memory, whatever the lines."""
        self._delivery(self.lot, 1)
        moves = self._delivery(self.lot, 1).move_ids
        with self.assertQueryCount(0):
            moves._sanbao_gate_recalled()
            moves._sanbao_gate_release()

    def test_the_search_is_one_statement(self):
        """SAL-42: also with more deliveries and more levels."""
        search = self.env["sanbao.recall"]._find_deliveries
        counts = []
        for number in (1, 10):
            for _delivery in range(number):
                self._delivery(self.lot, 1)
            counts.append(self._count(lambda: search(self.lot, self.company)))
        self.assertEqual(counts, [1, 1])

    def test_opening_a_recall_does_not_grow_with_its_deliveries(self):
        """SAL-42: lines are made in a batch."""
        counts = []
        for number in (1, 1, 11):
            lot = self._lot(f"SP-{len(counts)}")
            for _delivery in range(number):
                self._delivery(lot, 1)
            self._value("recall_notify", "hand")
            counts.append(self._count(lambda lot=lot: self._recall(lot)))
        self.assertLessEqual((counts[2] - counts[1]) / 10, 1)

    def test_the_mark_costs_no_statement(self):
        """SAL-40: lists of lines and quantities ask memory."""
        self._released()
        delivery = self._delivery(self.lot, 1)
        quants, lines = self.lot.quant_ids, delivery.move_line_ids
        self.assertTrue(quants.mapped("lot_id") and lines.mapped("lot_id"))
        quants.mapped("sanbao_emergency")
        quants.invalidate_recordset(["sanbao_emergency"])
        lines.invalidate_recordset(["sanbao_emergency"])
        with self.assertQueryCount(0):
            quants.mapped("sanbao_emergency")
            lines.mapped("sanbao_emergency")
