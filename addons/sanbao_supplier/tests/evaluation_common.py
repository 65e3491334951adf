from datetime import date
from unittest.mock import patch

from odoo.tests import freeze_time

from .common import SupplierCommon

NOW = "2026-04-10 04:00:00"
IN_PERIOD = "2026-02-10 04:00:00"
QUARTER = (date(2026, 1, 1), date(2026, 3, 31))


class EvaluationCommon(SupplierCommon):
    """In April 2026: the first quarter is evaluated."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._only_rules("PUR-07", "PUR-08")
        frozen = freeze_time(NOW)
        frozen.start()
        cls.addClassCleanup(frozen.stop)
        cls.evaluations = cls.env["sanbao.supplier.evaluation"]

    @classmethod
    def _receive(cls, quantity, date=IN_PERIOD, planned=None, partner=None):
        """Goods ordered and received at a moment; the move is returned."""
        order = cls._order(quantity, partner_id=(partner or cls.supplier).id)
        order.sudo().button_confirm()
        order.order_line.sudo().date_planned = planned or date
        move = order.sudo().picking_ids.move_ids
        move.quantity = quantity
        move.picked = True
        move._action_done()
        move.date = date
        return move

    @classmethod
    def _send_back(cls, move, quantity, date=IN_PERIOD):
        back = move.copy(
            {
                "location_id": move.location_dest_id.id,
                "location_dest_id": move.location_id.id,
                "origin_returned_move_id": move.id,
                "product_uom_qty": quantity,
                "purchase_line_id": move.purchase_line_id.id,
                "picking_id": False,
            }
        )
        back._action_confirm(merge=False)
        back.quantity = quantity
        back.picked = True
        back._action_done()
        back.date = date
        return back

    @classmethod
    def _figures(cls, *rows):
        """Evaluations see these ``(kind, quantity)`` of the supplier, and no records."""

        def source(model, period):
            for kind, quantity in rows:
                yield cls.supplier.id, kind, quantity, 1

        return patch.multiple(
            type(cls.evaluations),
            _sources=lambda self: ["_source_test"],
            _source_test=source,
            create=True,
        )

    @classmethod
    def _evaluate(cls, *rows):
        if not rows:
            return cls.evaluations._open_for(cls.dossier, QUARTER)
        with cls._figures(*rows):
            return cls.evaluations._open_for(cls.dossier, QUARTER)

    def _line(self, evaluation, code):
        return evaluation.line_ids.filtered(lambda line: line.criterion_id.code == code)

    def _run(self):
        cron = type(self.env["ir.cron"])
        with patch.object(cron, "_commit_progress", return_value=60.0) as commit:
            self.evaluations._cron_open()
        return commit
