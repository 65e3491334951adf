from odoo import models


class StockPicking(models.Model):
    """到货验收单, Form 39: what came, what was found, what became of it."""

    _inherit = "stock.picking"

    def _form_signature(self, key):
        self.ensure_one()
        picking = self.sudo()  # a signature shows on paper whoever prints it
        if key == "engine:checker":
            user, date = picking.sanbao_checked_by_id, picking.sanbao_checked_at
            return {"name": user.name, "date": date} if user else None
        if key == "engine:inspectors":
            return self._sanbao_inspector_signature()
        return super()._form_signature(key)

    def _sanbao_inspector_signature(self):
        """Who inspected what came by this receipt (forms F33 and F39)."""
        inspections = self.sudo().sanbao_inspection_ids  # as above
        people = inspections.sanbao_decided_by_id
        if not people:
            return None
        dates = filter(None, inspections.mapped("date_done"))
        return {
            "name": ", ".join(people.mapped("name")),
            "date": max(dates, default=None),
        }

    def _form_order_names(self):
        # The paper names the order, whoever prints it.
        orders = self.sudo().move_ids.purchase_line_id.order_id
        return ", ".join(orders.mapped("name")) or self.origin or ""

    def _form_is_checked(self):
        """Whether the quantities are what came; before, Odoo shows what was ordered."""
        return bool(self.sanbao_checked_at) or super()._form_is_checked()

    def _form_check_lines(self):
        """The lines of Form 39: a dict for each batch, with what became of it."""
        self.ensure_one()
        # The paper shows the verdicts, whoever prints it.
        picking = self.sudo().with_context(lang=self.env.lang)
        lines = picking.move_line_ids.sorted(
            lambda line: (line.move_id.id, line.lot_id.id, line.id)
        )
        rows, before = [], lines.move_id.browse()
        for line in lines:
            # What was expected is said once for all batches of a line.
            first = line.move_id != before
            rows.append(dict(picking._form_check_line(line), first=first))
            before = line.move_id
        return rows

    def _form_check_line(self, line):
        inspections = self.sanbao_inspection_ids.filtered(
            lambda i: (
                i.sanbao_move_id == line.move_id and i.sanbao_lot_id == line.lot_id
            )
        )
        if line.sanbao_is_rejected:
            inspections = inspections.browse()
        accepted, rejected = self._form_verdict(line, inspections)
        notes = [line.sanbao_check_note, *inspections.mapped("sanbao_defect_note")]
        return {
            "line": line,
            "inspections": inspections,
            "performance": self._form_performance(inspections),
            "pending": sum(inspections.mapped("sanbao_pending_qty")),
            "accepted": accepted,
            "rejected": rejected,
            "standard": ", ".join(inspections.test.mapped("display_name")),
            "note": "; ".join(filter(None, notes)),
            "outcome": self._form_outcome(line, inspections, rejected),
        }

    def _form_verdict(self, line, inspections):
        """How much of a line is accepted and rejected; None, an empty box to be filled
        in by hand, while nobody has judged it."""
        quantity = line.quantity_product_uom
        if line.sanbao_is_rejected:
            return 0.0, quantity
        if inspections:
            accepted = sum(inspections.mapped("sanbao_accepted_qty"))
            rejected = sum(inspections.mapped("sanbao_rejected_qty"))
            return (accepted, rejected) if accepted or rejected else (None, None)
        return (quantity, 0.0) if self.state == "done" else (None, None)

    def _form_performance(self, inspections):
        """How the points about the performance were met; empty where there are none."""
        points = inspections.inspection_lines.filtered(
            lambda point: point.sanbao_aspect == "performance" and point._found()
        )
        if not points:
            return ""
        met = all(points.mapped("success"))
        return self.env._("Right") if met else self.env._("Wrong")

    def _form_outcome(self, line, inspections, rejected):
        """What became of the bad goods: the disposition of their nonconformity."""
        if not rejected:
            return self.env._("Put into stock") if self.state == "done" else ""
        sheets = inspections.sanbao_nonconformity_id or (
            self._form_sheets().filtered(lambda s: s.product_id == line.product_id)
        )
        names = dict(sheets._fields["disposition"]._description_selection(self.env))
        return ", ".join(
            " ".join(filter(None, (sheet.name, names.get(sheet.disposition))))
            for sheet in sheets
        )

    def _form_sheets(self):
        """The nonconformities of what came by this receipt."""
        sheets = self.env["sanbao.nonconformity"].search(
            [
                ("product_id", "in", self.move_line_ids.product_id.ids),
                ("origin", "=like", f"{self.name}%"),
            ]
        )
        return sheets | self.sanbao_inspection_ids.sanbao_nonconformity_id

    def _form_supplier_outcomes(self):
        """What was agreed with the supplier, a line for each nonconformity (STK-11)."""
        # The paper says it, whoever prints it.
        sheets = self.sudo().with_context(lang=self.env.lang)._form_sheets()
        names = dict(
            sheets._fields["supplier_outcome"]._description_selection(self.env)
        )
        return [
            " ".join(filter(None, (s.name, names[s.supplier_outcome], s.supplier_note)))
            for s in sheets.sorted("id")
            if s.supplier_outcome
        ]

    def _form_told_at(self):
        """When purchasing was told of the first failure."""
        # As above.
        picking = self.sudo()
        told = [
            picking.sanbao_told_at,
            *picking.sanbao_inspection_ids.mapped("sanbao_told_at"),
        ]
        return min(filter(None, told), default=None)
