from odoo import Command, fields, models
from odoo.tools import SQL

from odoo.addons.sanbao_approval.engine import as_engine
from odoo.addons.sanbao_base.claim import claim

from .sanbao_stock_count import CHECKING, COUNTING, DIFFERENCES, DONE, FULL

# Lines whose book is shown in one go.
REVEAL = 2000


class SanbaoStockCount(models.Model):
    """From counted lines to differences, and what follows of them."""

    _inherit = "sanbao.stock.count"

    def _lock(self):
        """Nobody else takes a step of these counts, or counts a line of them, now."""
        claim(self)

    def _lock_lines(self):
        """Whoever has counted a line since this request began makes it start again."""
        lines = self.env["sanbao.stock.count.line"]
        lines.flush_model()
        self.env.execute_query(
            SQL(
                "SELECT id FROM %s WHERE count_id IN %s FOR UPDATE",
                SQL.identifier(lines._table),
                tuple(self.ids),
            )
        )

    # === Handing in ===

    def action_hand_in(self):
        """Everything is counted: large differences go to a second counter (STK-17)."""
        self._require_keeper()
        for count in self:
            as_engine(count)._lock()
            if count.state in (CHECKING, DIFFERENCES, DONE):
                continue  # the second of two clicks
            count._require_state(COUNTING)
            count._lock_lines()
            count._gate_counted()
            large = count._lines_to_check()
            if large:
                as_engine(large).write({"needs_check": True})
                as_engine(count).write({"state": CHECKING})
            else:
                count._close()
        return True

    def action_close_check(self):
        """The second count is done, too."""
        self._require_keeper()
        for count in self:
            as_engine(count)._lock()
            if count.state in (DIFFERENCES, DONE):
                continue
            count._require_state(CHECKING)
            count._lock_lines()
            count._gate_checked()
            count._close()
        return True

    def _gate_counted(self):
        missing = self.line_ids.search(
            [("count_id", "=", self.id), ("counted", "=", False)]
        )
        number = len(missing)
        self.env["sanbao.rule"]._gate(
            "STK-17",
            missing[:1],
            lambda line: self.env._(
                "%(number)s lines of %(count)s are not counted yet, e.g. %(line)s. Enter"
                " what lies there; where nothing lies, press “None there”.",
                number=number,
                count=self.name,
                line=line.display_name,
            ),
        )

    def _gate_checked(self):
        """Large differences are counted again, by somebody else."""
        lines = self.line_ids.search(
            [("count_id", "=", self.id), ("needs_check", "=", True)]
        )
        self.env["sanbao.rule"]._gate(
            "STK-17",
            lines.filtered(
                lambda line: not line.checked or line.checker_id == line.counter_id
            ),
            lambda line: self.env._(
                "%(line)s: the difference is large. Somebody else than %(counter)s"
                " counts it again.",
                line=line.display_name,
                # The colleague's name, as a message.
                counter=line.sudo().counter_id.name or "",
            ),
        )

    def _lines_to_check(self):
        """Lines whose difference is worth more than the limit."""
        if not self.env["sanbao.rule"]._is_on("STK-17", self.company_id):
            return self.line_ids.browse()
        limit = self.env["sanbao.parameter"]._get("count_check_above", self.company_id)
        compare = self.company_id.currency_id.compare_amounts
        return self._differing().filtered(
            lambda line: compare(abs(line._difference() * line.unit_cost), limit) > 0
        )

    def _differing(self):
        """Counted lines that differ from the book, withheld or not."""
        if self.blind:
            secrets = as_engine(self.env["sanbao.stock.count.secret"]).search(
                [("line_id.count_id", "=", self.id), ("difference_quantity", "!=", 0)]
            )
            return secrets.line_id.with_env(self.env)
        return self.line_ids.search(
            [("count_id", "=", self.id), ("difference_quantity", "!=", 0)]
        )

    # === Closing the count ===

    def _close(self):
        """The result is known: show it, put bad goods aside, ask for causes."""
        engine = as_engine(self)
        engine._reveal()
        engine.write(
            {
                "handed_in_at": fields.Datetime.now(),
                "book_value": engine._value_of_book(),
                "closed_lines": self.line_count,
            }
        )
        self._end_obligation("_close")
        self._put_bad_aside()
        lines = engine._differing_shown()
        if not lines:
            self._finish()
            return
        difference = engine.env["sanbao.stock.difference"].create(
            {
                "count_id": self.id,
                "company_id": self.company_id.id,
                "user_id": self.user_id.id or self.env.uid,
                "line_ids": [Command.create(line._difference_vals()) for line in lines],
            }
        )
        difference.write(difference._route())
        engine.write({"state": DIFFERENCES, "difference_id": difference.id})
        self.env["sanbao.obligation"]._open("STK-18", difference, none_open=True)

    def _differing_shown(self):
        return self.line_ids.search(
            [("count_id", "=", self.id), ("difference_quantity", "!=", 0)],
            order="location_id, product_id, id",
        )

    def _reveal(self):
        """Copy what a blind count withheld to its lines, and forget it."""
        secrets = self.env["sanbao.stock.count.secret"]
        domain = [("line_id.count_id", "=", self.id)]
        while batch := secrets.search(domain, limit=REVEAL):
            for secret in batch:
                secret.line_id.write(
                    {
                        "hidden": False,
                        "book_quantity": secret.book_quantity,
                        "moved_quantity": secret.moved_quantity,
                        "difference_quantity": secret.difference_quantity,
                        "book_value": secret.book_quantity * secret.line_id.unit_cost,
                    }
                )
            batch.unlink()

    def _value_of_book(self):
        groups = self.env["sanbao.stock.count.line"]._read_group(
            [("count_id", "=", self.id)], [], ["book_value:sum"]
        )
        return groups[0][0] or 0.0

    # === Damaged and expired goods (STK-21) ===

    def _put_bad_aside(self):
        """What was found damaged or expired goes to the nonconforming zone, with a sheet.

        Goods of which the book knows less than was found wait until the difference is
        posted.
        """
        if not self.env["sanbao.rule"]._is_on("STK-21", self.company_id):
            return
        lines = self.line_ids.search(
            [
                ("count_id", "=", self.id),
                ("bad_quantity", ">", 0),
                ("nonconformity_id", "=", False),
            ]
        )
        book = lines._book()
        for line in lines:
            there = book.get(line._key(), 0.0)
            if line.uom_id.compare(there, line.bad_quantity) >= 0:
                sheet = self.env["sanbao.nonconformity"]._open(
                    [line._nonconformity_vals()]
                )
                as_engine(line).nonconformity_id = sheet

    # === The end ===

    def _finish(self):
        """Counted and, where it differed, posted: a full count is analysed (STK-22)."""
        engine = as_engine(self)
        engine.write({"state": DONE, "done_at": fields.Datetime.now()})
        self._put_bad_aside()
        if self.kind == FULL:
            engine.env["sanbao.stock.analysis"]._open_for(self)

    # === Buttons that show what belongs to the count ===

    def _action_of(self, xml_id, domain, **context):
        action = self.env["ir.actions.act_window"]._for_xml_id(f"sanbao_count.{xml_id}")
        return dict(action, domain=domain, context=context)

    def action_view_lines(self):
        """Open the sheet."""
        self.ensure_one()
        context = {"default_count_id": self.id}
        if self.state == COUNTING and self.open_count:
            context["search_default_open"] = 1
        if self.state == CHECKING:
            context["search_default_to_check"] = 1
        domain = [("count_id", "=", self.id)]
        return self._action_of("sanbao_stock_count_line_action", domain, **context)

    def action_scan(self):
        """Count by scanning, one line after the other."""
        self.ensure_one()
        self._require_keeper()
        self._require_state(COUNTING, CHECKING)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_count.sanbao_stock_count_scan_action"
        )
        return dict(action, context={"default_count_id": self.id})

    def action_view_differences(self):
        """Open the differences found."""
        self.ensure_one()
        # Who may read the count may read what it found; else Odoo refuses.
        return self.difference_id._open_form()

    def action_view_moves(self):
        """Open the adjustments that were booked."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "stock.stock_move_action"
        )
        domain = [("sanbao_difference_line_id.count_id", "=", self.id)]
        return dict(action, domain=domain, context={})

    def action_view_nonconformities(self):
        """Open the sheets of damaged and expired goods."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_nonconformity.sanbao_nonconformity_action"
        )
        sheets = self.line_ids.nonconformity_id
        return dict(action, domain=[("id", "in", sheets.ids)], context={})

    def action_view_analyses(self):
        """Open the analyses of the stock made after this count."""
        self.ensure_one()
        domain = [("count_id", "=", self.id)]
        return self._action_of("sanbao_stock_analysis_action", domain)
