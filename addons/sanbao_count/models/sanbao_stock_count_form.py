from odoo import models


class SanbaoStockCount(models.Model):
    """How the count sheet and the sheet of its differences are printed (F40)."""

    _inherit = "sanbao.stock.count"

    def _form_signature(self, key):
        """Who counted, who counted again, who watched, who explained and approved."""
        self.ensure_one()
        people = {"counter": "counter_id", "checker": "checker_id"}
        if key in people:
            # Names on paper, whoever prints it.
            lines = self.sudo().line_ids
            moment = "counted_at" if key == "counter" else "checked_at"
            return self._form_people(lines, people[key], moment)
        if key == "observer":
            # As above.
            name = self.sudo().observer_id.name
            return {"name": name, "date": self.handed_in_at} if name else None
        # As above.
        difference = self.sudo().difference_id
        if key == "approver":
            return difference._form_approvers()
        return difference._form_signature(key) if difference else None

    def _form_people(self, lines, name, moment):
        done = lines.filtered(name)
        if not done:
            return None
        return {
            "name": ", ".join(done[name].mapped("name")),
            "date": max(done.mapped(moment)),
        }

    def _form_lines(self):
        """The lines in the order in which one walks through the warehouse."""
        # What is withheld is not on the lines: nobody learns more by printing.
        return self.sudo().line_ids.sorted(
            lambda line: (
                line.location_id.complete_name or "",
                line.product_id.display_name or "",
                line.lot_id.name or "",
                line.id,
            )
        )
