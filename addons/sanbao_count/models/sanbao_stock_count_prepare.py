import bisect
import math
import random

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.sanbao_approval.engine import as_engine
from odoo.addons.sanbao_base.claim import claim

from .sanbao_stock_count import COUNTING, DRAFT, PREPARING, SMALL

# Lines of one commit: a second or two of work.
BATCH = 1000
# Up to this many lines are frozen at once, while the keeper waits.
AT_ONCE = 1000


class SanbaoStockCount(models.Model):
    """Freezing what the book says, in batches.

    How far it got stands on the count: a run that was stopped goes on there, and a
    second one at once waits, fails and finds what the first one made.
    """

    _inherit = "sanbao.stock.count"

    def action_start(self):
        """Freeze the book quantities; long lists are prepared in the background."""
        self._require_keeper()
        for count in self:
            as_engine(count)._lock()
            if count.state in (PREPARING, COUNTING):
                continue  # the second of two clicks
            count._require_state(DRAFT)
            count._start()
        return True

    def _start(self):
        """Choose what is counted and begin to freeze it."""
        self.ensure_one()
        engine = as_engine(self)
        company = self.company_id
        # Quants that two transfers at once left double are put together first.
        engine.env["stock.quant"]._quant_tasks()
        values = {
            "state": PREPARING,
            "blind": self.env["sanbao.parameter"]._get("blind_count", company),
            "last_quant": 0,
            "prepared": 0,
        }
        if self.kind == SMALL:
            chosen = engine._choose_sample()
            values |= {"chosen_quants": chosen, "planned": len(chosen)}
        else:
            values["planned"] = engine.env["stock.quant"].search_count(
                engine._quant_domain()
            )
        engine.write(values)
        if engine.planned <= AT_ONCE:
            engine._prepare_all()
        else:
            # Whoever starts a long count starts its preparation.
            self.env.ref("sanbao_count.ir_cron_prepare").sudo()._trigger()

    def _quant_domain(self):
        """Domain of what this count looks at."""
        domain = Domain(self.warehouse_id._sanbao_count_domain())
        domain &= Domain("quantity", "!=", 0)
        if self.location_ids:
            domain &= Domain("location_id", "child_of", self.location_ids.ids)
        if self.categ_ids:
            domain &= Domain("product_id.categ_id", "child_of", self.categ_ids.ids)
        return domain

    # === The small count: a part of the lines (STK-14) ===

    def _choose_sample(self):
        """Ids of the quants of a small count, smallest first."""
        get = self.env["sanbao.parameter"]._get
        groups = self.env["stock.quant"]._read_group(
            self._quant_domain(), ["product_id"], ["id:array_agg"]
        )
        total = sum(len(ids) for _product, ids in groups)
        wanted = math.ceil(
            round(total * get("small_count_scope", self.company_id) / 100, 6)
        )
        if get("small_count_selection", self.company_id) == "sample":
            ids = sorted(id_ for _product, found in groups for id_ in found)
            # The same for whoever looks at it again: drawn from the count's own number.
            return sorted(random.Random(self.id).sample(ids, min(wanted, len(ids))))
        moved = self._movements()
        ranked = sorted(
            ((-moved.get(product.id, 0), id_) for product, ids in groups for id_ in ids)
        )
        return sorted(id_ for _rank, id_ in ranked[:wanted])

    def _movements(self):
        """``{product id: number of bookings lately}`` in this warehouse."""
        days = self.env["sanbao.parameter"]._get(
            "small_count_history_days", self.company_id
        )
        inside = self.warehouse_id.view_location_id.id
        groups = self.env["stock.move.line"]._read_group(
            Domain("state", "=", "done")
            & Domain("date", ">=", fields.Datetime.subtract(self._now(), days=days))
            & Domain("company_id", "=", self.company_id.id)
            & (
                Domain("location_id", "child_of", inside)
                | Domain("location_dest_id", "child_of", inside)
            ),
            ["product_id"],
            ["__count"],
        )
        return {product.id: number for product, number in groups}

    @api.model
    def _now(self):
        return fields.Datetime.now()

    # === Batches ===

    @api.model
    def _cron_prepare(self):
        """Freeze what waits, in committed batches; progress shows on the count."""
        cron = self.env["ir.cron"]
        domain = [("state", "=", PREPARING)]
        while count := self.search(domain, order="id", limit=1):
            claim(count)
            done, left = as_engine(count)._prepare_batch()
            if not cron._commit_progress(done, remaining=left):
                break

    def _prepare_all(self):
        """The whole preparation at once, for short lists."""
        while self.state == PREPARING:
            self._prepare_batch()

    def _prepare_batch(self):
        """Freeze one batch. :return: quants looked at, and how many are left"""
        self.ensure_one()
        ids = self._next_quants()
        if not ids:
            self.write({"state": COUNTING, "chosen_quants": False})
            return 0, 0
        quants = self.env["stock.quant"].browse(ids).exists()
        self._freeze(quants.filtered_domain(self._quant_domain()))
        prepared = self.prepared + len(ids)
        self.write({"last_quant": ids[-1], "prepared": prepared})
        return len(ids), max(self.planned - prepared, 0) + 1

    def _next_quants(self):
        if self.kind == SMALL:
            chosen = self.chosen_quants or []
            first = bisect.bisect_right(chosen, self.last_quant)
            return chosen[first : first + BATCH]
        domain = self._quant_domain() & Domain("id", ">", self.last_quant)
        return self.env["stock.quant"].search(domain, order="id", limit=BATCH).ids

    def _freeze(self, quants):
        """Lines for the goods of these quants, as the book has them at this moment."""
        keys = dict.fromkeys(quant._sanbao_key() for quant in quants)
        for line in self._lines_of(quants.product_id, quants.location_id):
            keys.pop(line._key(), None)
        return self.env["sanbao.stock.count.line"]._make(self, list(keys))

    def _lines_of(self, products, locations):
        """The lines of this count about these goods in these places."""
        return self.env["sanbao.stock.count.line"].search(
            [
                ("count_id", "in", self.ids),
                ("product_id", "in", products.ids),
                ("location_id", "in", locations.ids),
            ]
        )
