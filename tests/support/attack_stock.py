"""Documents of counts, of the safety of warehouses, and of requests between branches."""

from odoo.addons.sanbao_count.tests.common import CountCommon
from odoo.addons.sanbao_stock.tests.common import STOCK, StockCommon
from odoo.addons.sanbao_storage.tests.common import StorageCommon


class Counting(CountCommon):
    """A count that runs, one whose differences wait, a posted one, an analysis."""

    attacked = (
        *("sanbao.stock.count", "sanbao.stock.count.line", "sanbao.stock.difference"),
        *("sanbao.stock.difference.line", "sanbao.stock.analysis", "stock.move"),
        *("sanbao.stock.analysis.line", "stock.quant", "stock.move.line"),
    )
    created = ("sanbao.stock.count",)

    def _documents(self):
        posted = self._approve(self._explain(self._found(-2, 3)))
        posted.action_post()
        submitted = self._explain(self._found(-1, -1))
        submitted.action_submit()
        open_one = self._found(-1, -1)
        running = self._count()
        self._enter(running, 5)
        analyses = self.env["sanbao.stock.analysis"].with_user(self.keeper)
        analyses.action_analyse()
        analysis = analyses.search([], limit=1)
        return [
            *(running, running.line_ids, posted.count_id, posted.count_id.line_ids),
            *(posted, posted.line_ids, submitted, submitted.line_ids, open_one),
            *(open_one.line_ids, analysis, analysis.line_ids[:2]),
            *(
                posted.sudo().line_ids.move_ids,
                posted.sudo().line_ids.move_ids.move_line_ids,
            ),
            self.env["stock.quant"].search(
                [("product_id", "=", self.part.id)], limit=2
            ),
        ]


class Keeping(StorageCommon):
    """Rounds, what was found on them, readings, and visitors."""

    attacked = (
        *("sanbao.storage.round", "sanbao.storage.round.line", "sanbao.visitor"),
        *("sanbao.storage.action", "sanbao.storage.reading", "maintenance.equipment"),
        *("maintenance.request", "stock.location", "stock.warehouse"),
    )
    created = ("sanbao.visitor", "sanbao.storage.reading", "maintenance.equipment")
    again = {"maintenance.equipment": {"serial_no": "MH-003"}}

    def _documents(self):
        equipment = self._equipment() | self._equipment("MH-002")
        room = self._room()
        rounds = self._round()
        failed = self._fail(rounds.line_ids[0])
        cold = self._read(room, -2, 50)
        fine = self._read(room, 20, 50)
        put_right = cold.action_id.with_user(self.keeper)
        put_right.measure = "已修复暖气"
        put_right.action_done()
        pests = self._room("粮库", sanbao_pest_check=True)
        done = self._round("pest")
        for line in done.line_ids:
            line.action_ok()
        done.action_finish()
        visitors = self.env["sanbao.visitor"].with_user(self.guard)
        inside, left = (
            visitors.create(
                {
                    "name": name,
                    "warehouse_id": self.warehouse.id,
                    "reason": "送货",
                    "escort_id": self.keeper.id,
                }
            )
            for name in ("刘师傅", "马师傅")
        )
        left.action_left()
        return [
            *(equipment, room, pests, rounds, rounds.line_ids, failed, put_right),
            *(failed.sudo().request_id, cold, fine, done, done.line_ids, inside, left),
            self.warehouse,
        ]


class Branching(StockCommon):
    """A receipt that is registered, a transfer, and how full the zones are."""

    attacked = (
        *("stock.picking", "stock.move", "stock.move.line", "sanbao.stock.occupancy"),
        *("sanbao.stock.zone", "stock.location", "stock.warehouse"),
    )
    created = ("stock.picking", "stock.move")
    again = {"stock.move": {"picking_id": False}}

    def _documents(self):
        receipt = self._receipt()
        receipt.move_ids.picked = True
        receipt.button_validate()
        self._put(self.stock, 5)
        transfer = self._transfer(self.stock, self.pending)
        rows = self.env["sanbao.stock.occupancy"]
        rows.with_user(self.stock_manager).action_measure()
        return [
            *(receipt, receipt.move_ids, receipt.move_line_ids, transfer),
            *(rows.search([], limit=2), self.pending.sudo().sanbao_zone_id),
            *(self.pending, self.warehouse, transfer.move_ids),
        ]


__all__ = ["STOCK", "Branching", "Counting", "Keeping"]
