from odoo import fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.sanbao_approval.engine import as_engine
from odoo.addons.sanbao_base.claim import claim

from .sanbao_stock_count import CHECKING, COUNTING
from .sanbao_stock_count_line import CHECKED, COUNTED


class SanbaoStockCount(models.Model):
    _inherit = "sanbao.stock.count"

    def _share(self):
        """Nobody closes these counts while a line of them is counted."""
        self.env.execute_query(
            SQL(
                "SELECT id FROM %s WHERE id IN %s FOR SHARE",
                SQL.identifier(self._table),
                tuple(self.ids) or (0,),
            )
        )
        self.invalidate_recordset(["state"])


class SanbaoStockCountLine(models.Model):
    """Counting a line: who, when, and what the book said at that moment.

    The difference is what was counted, less the book when it was counted. Goods that move
    before or after that are in the book already, so the difference stays right.
    """

    _inherit = "sanbao.stock.count.line"

    # === Who may count what ===

    def _require_entry(self, vals):
        """Refuse what may not be entered now, by this person."""
        self.check_access("write")
        counts = self.count_id
        counts._share()
        counts._require_keeper()
        claim(self)
        if "check_quantity" in vals:
            for count in counts:
                count._require_state(CHECKING)
            self._require_checker()
        else:
            for count in counts:
                count._require_state(COUNTING)
            self._require_counter()
        moment = fields.Datetime.to_datetime(vals.get("counted_at"))
        if moment and moment > fields.Datetime.now():
            raise ValidationError(self.env._("Nobody has counted in the future."))

    def _require_counter(self):
        """The first who counts a line is its counter; others do not change his figure."""
        for line in self:
            if line.counted and line.counter_id != self.env.user:
                raise UserError(
                    self.env._(
                        "%(line)s was counted by %(user)s. Only this person corrects it;"
                        " the responsible of the count may clear it.",
                        line=line.display_name,
                        # The colleague's name, as a message.
                        user=line.sudo().counter_id.name,
                    )
                )

    def _require_checker(self):
        for line in self:
            if not line.needs_check:
                raise UserError(
                    self.env._(
                        "%(line)s needs no second count.", line=line.display_name
                    )
                )
            if line.counter_id == self.env.user:
                raise UserError(
                    self.env._(
                        "%(line)s: you counted it first. Somebody else counts it again.",
                        line=line.display_name,
                    )
                )
            if line.checked and line.checker_id != self.env.user:
                raise UserError(
                    self.env._(
                        "%(line)s was counted again by %(user)s already.",
                        line=line.display_name,
                        # The colleague's name, as a message.
                        user=line.sudo().checker_id.name,
                    )
                )

    # === Taking the count ===

    def _note_entry(self, vals):
        """Keep who counted and when, and the difference from the book of that moment."""
        now = fields.Datetime.now()
        engine = as_engine(self)
        if "check_quantity" in vals:
            engine.write(
                {"checked": True, "checker_id": self.env.uid, "checked_at": now}
            )
        elif COUNTED & vals.keys():
            values = {"counted": True, "counter_id": self.env.uid}
            if not vals.get("counted_at"):
                values["counted_at"] = now
            engine.write(values)
        self._check_entered()
        if (COUNTED | CHECKED) & vals.keys():
            engine._take_difference(bool(vals.get("counted_at")))

    def _check_entered(self):
        for line in self:
            if line.tracking == "serial" and line.final_quantity not in (0, 1):
                raise ValidationError(
                    self.env._(
                        "%(line)s has a serial number: it is there once or not at all.",
                        line=line.display_name,
                    )
                )
            if line.uom_id.compare(line.bad_quantity, line.final_quantity) > 0:
                raise ValidationError(
                    self.env._(
                        "%(line)s: no more is damaged or expired than was counted.",
                        line=line.display_name,
                    )
                )
            if line.counted_at and line.frozen_at and line.counted_at < line.frozen_at:
                raise ValidationError(
                    self.env._(
                        "%(line)s: the count began later than that.",
                        line=line.display_name,
                    )
                )

    def _take_difference(self, earlier):
        """Difference = counted − (frozen book + what moved until it was counted)."""
        book = self._book()
        frozen = self._frozen_book()
        later = self._moved_after() if earlier else {}
        for line in self:
            at_count = book.get(line._key(), 0.0) - later.get(line.id, 0.0)
            values = {
                "moved_quantity": line.uom_id.round(at_count - frozen[line.id]),
                "difference_quantity": line.uom_id.round(
                    line.final_quantity - at_count
                ),
            }
            if line.hidden:
                line._secret().write(values)
            else:
                line.write(values)

    def _secret(self):
        # The engine alone reads what is withheld.
        secrets = as_engine(self.env["sanbao.stock.count.secret"])
        return secrets.search([("line_id", "in", self.ids)])

    def _frozen_book(self):
        """``{line id: frozen book quantity}``, withheld or not."""
        frozen = {line.id: line.book_quantity for line in self}
        hidden = self.filtered("hidden")
        for secret in hidden and hidden._secret():
            frozen[secret.line_id.id] = secret.book_quantity
        return frozen

    def _difference(self):
        """The difference of this line, withheld or not; for the engine's own decisions."""
        self.ensure_one()
        if self.hidden:
            return self._secret().difference_quantity
        return self.difference_quantity

    def _moved_after(self):
        """``{line id: quantity}`` that came in (or left: negative) after it was counted."""
        moved = {}
        for line in self:
            there = (
                Domain("state", "=", "done")
                & Domain("product_id", "=", line.product_id.id)
                & Domain("lot_id", "=", line.lot_id.id)
                & Domain("owner_id", "=", line.owner_id.id)
                & Domain("date", ">", line.counted_at)
            )
            moves = self.env["stock.move.line"]
            came = there & Domain("location_dest_id", "=", line.location_id.id)
            came &= Domain("result_package_id", "=", line.package_id.id)
            left = there & Domain("location_id", "=", line.location_id.id)
            left &= Domain("package_id", "=", line.package_id.id)
            total = ["quantity_product_uom:sum"]
            plus = moves._read_group(came, [], total)[0][0] or 0.0
            minus = moves._read_group(left, [], total)[0][0] or 0.0
            moved[line.id] = plus - minus
        return moved

    # === Buttons ===

    def action_none_there(self):
        """Nothing lies there: counted zero."""
        for line in self:
            name = (
                "check_quantity" if line.count_state == CHECKING else "counted_quantity"
            )
            line.write({name: 0.0})
        return True

    def action_clear(self):
        """Take a figure back, so that somebody else counts the line anew.

        Its counter may do so, and the responsible of the count.
        """
        self.check_access("write")
        counts = self.count_id
        counts._share()
        counts._require_keeper()
        claim(self)
        for line in self:
            line.count_id._require_state(COUNTING)
            if self.env.user not in (line.counter_id | line.count_id.user_id):
                line._require_counter()
            line._clear()
        return True

    def _clear(self):
        engine = as_engine(self)
        nothing = {"moved_quantity": 0.0, "difference_quantity": 0.0}
        engine.write(
            {
                "counted": False,
                "counted_quantity": 0.0,
                "counter_id": False,
                "counted_at": False,
                "bad_quantity": 0.0,
                "condition": "good",
                **({} if engine.hidden else nothing),
            }
        )
        if engine.hidden:
            engine._secret().write(nothing)

    # === What follows ===

    def _difference_vals(self):
        """Values of the line that explains this difference."""
        return {
            "count_line_id": self.id,
            "product_id": self.product_id.id,
            "location_id": self.location_id.id,
            "lot_id": self.lot_id.id,
            "package_id": self.package_id.id,
            "owner_id": self.owner_id.id,
            "book_quantity": self.book_quantity,
            "moved_quantity": self.moved_quantity,
            "counted_quantity": self.final_quantity,
            "quantity": self.difference_quantity,
            "unit_cost": self.unit_cost,
        }

    def _nonconformity_vals(self):
        """Values of the sheet for damaged or expired goods (STK-21)."""
        conditions = dict(self._fields["condition"]._description_selection(self.env))
        words = [conditions[self.condition], self.note or ""]
        return {
            "company_id": self.company_id.id,
            "source": "stock",
            "product_id": self.product_id.id,
            "lot_id": self.lot_id.id,
            "quantity": self.bad_quantity,
            "uom_id": self.uom_id.id,
            "location_id": self.location_id.id,
            "origin": self.count_id.name,
            "description": " ".join(word for word in words if word),
        }
