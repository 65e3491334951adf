from collections import Counter

from odoo import models

from odoo.addons.sanbao_base.local_time import company_timezone, local_day

from .sanbao_old_part import EXPECTED


class SanbaoServiceApplication(models.Model):
    """The parts of a case: what they cost, and whether they are all accounted for."""

    _inherit = "sanbao.service.application"

    # === Costs (SVC-12, PRT-06) ===

    def _actual_costs(self):
        # Everything that left counts, whoever asks what the case has cost.
        issues = self.sudo().issue_ids
        parts = sum(
            (line.qty_issued - line.qty_returned) * line.price_unit
            for line in issues.line_ids
        )
        freight = sum(
            issue.freight_amount
            for issue in issues
            if issue.freight_payer == "company"
            and any(line.qty_issued for line in issue.line_ids)
        )
        return super()._actual_costs() + [("parts", parts), ("freight", freight)]

    # === Reconciliation (SVC-16) ===

    def _parts_moves(self):
        """Booked moves of the case: ``(issued, used, returned unused)``."""
        # Whoever closes a case reconciles all of it, also without the stock app.
        moves = self.env["stock.move"].sudo()
        done = ("state", "=", "done")
        issued = moves.search(
            [("sanbao_issue_line_id.issue_id.application_id", "in", self.ids), done]
        )
        used = moves.search(
            [
                ("repair_id.sanbao_application_id", "in", self.ids),
                ("repair_line_type", "=", "add"),
                done,
            ]
        )
        back = moves.search(
            [
                ("sanbao_return_line_id.return_id.application_id", "in", self.ids),
                ("sanbao_return_line_id.return_id.kind", "!=", "old"),
                ("location_id", "in", issued.location_dest_id.ids),
                done,
            ]
        )
        return issued, used, back

    def _parts_left(self):
        """``{(product, lot): quantity}`` issued, neither used nor returned.

        Negative: more was used or returned than was issued. The lot is empty for
        products that are not tracked.
        """
        self.ensure_one()
        left = Counter()
        for sign, moves in zip((1, -1, -1), self._parts_moves(), strict=True):
            for line in moves.move_line_ids:
                tracked = line.product_id.tracking != "none"
                lot = line.lot_id if tracked else line.lot_id[:0]
                left[line.product_id, lot] += sign * line.quantity_product_uom
        return left

    def _gate_parts_used(self):
        """Nothing is used or returned that was not issued for the case (SVC-16)."""
        self.env["sanbao.rule"]._gate(
            "SVC-16",
            self.filtered(lambda application: application._parts_beyond()),
            lambda application: self.env._(
                "%(application)s: used or returned beyond what was issued for the case: "
                "%(parts)s. Parts come from an approved issue (Form 11) only.",
                application=application.display_name,
                parts=", ".join(application._parts_beyond()),
            ),
        )

    def _parts_beyond(self):
        return self._parts_in_words(lambda value: -value)

    def _parts_open(self):
        return self._parts_in_words(lambda value: value)

    def _parts_in_words(self, measure):
        words = []
        for (product, lot), value in self._parts_left().items():
            quantity = measure(value)
            if product.uom_id.compare(quantity, 0) > 0:
                name = product.display_name + (f" ({lot.name})" if lot else "")
                words.append(f"{name} × {quantity:g}")
        return words

    def _gate_parts_planned(self, orders):
        """Repair orders ask for issued parts only (SVC-16)."""
        self.env["sanbao.rule"]._gate(
            "SVC-16",
            self.filtered(lambda application: application._parts_planned(orders)),
            lambda application: self.env._(
                "%(application)s: not issued for the case: %(parts)s. Parts come from "
                "an approved issue (Form 11) only.",
                application=application.display_name,
                parts=", ".join(application._parts_planned(orders)),
            ),
        )

    def _parts_planned(self, orders):
        left = Counter()
        for (product, _lot), value in self._parts_left().items():
            left[product] += value
        # As above.
        for move in orders.sudo().move_ids:
            waiting = move.state not in ("done", "cancel")
            if waiting and move.repair_line_type == "add":
                left[move.product_id] -= move.product_qty
        return [
            f"{product.display_name} × {-value:g}"
            for product, value in left.items()
            if product.uom_id.compare(value, 0) < 0
        ]

    # === Closing (SVC-16, PRT-11) ===

    def _gate_close(self, cancelled=False):
        super()._gate_close(cancelled)
        self._gate_issues_closed()
        self._gate_parts_reconciled()
        self._gate_old_parts()

    def _gate_issues_closed(self):
        # All issues of the case count, whoever closes it.
        issues = self.sudo().issue_ids.filtered(lambda issue: issue._is_under_way())
        self.env["sanbao.rule"]._gate(
            "SVC-16",
            issues,
            lambda issue: self.env._(
                "%s is still under way. Issue its parts, or cancel it.",
                issue.display_name,
            ),
        )

    def _gate_parts_reconciled(self):
        gate = self.env["sanbao.rule"]._gate
        gate(
            "SVC-16",
            self.filtered(lambda application: application._parts_open()),
            lambda application: self.env._(
                "%(application)s: issued, but neither used nor returned: %(parts)s. End "
                "the repair order, or bring them back by a return-to-stock note "
                "(Form 12).",
                application=application.display_name,
                parts=", ".join(application._parts_open()),
            ),
        )
        self._gate_parts_used()
        gate(
            "SVC-16",
            self.filtered(lambda application: application._parts_unbooked()),
            lambda application: self.env._(
                "%(application)s: on the field record, but not booked: %(parts)s. "
                "Finish the repair order of the case.",
                application=application.display_name,
                parts=", ".join(application._parts_unbooked()),
            ),
        )

    def _parts_unbooked(self):
        """Fitted parts of finished field records that no repair order has used."""
        fitted = Counter()
        # All field records of the case count, whoever closes it.
        visits = self.sudo().visit_ids.filtered(lambda visit: visit.state == "done")
        for line in visits.part_ids:
            fitted[line.product_id] += line.quantity
        if not fitted:
            return []
        _issued, used, _back = self._parts_moves()
        for line in used.move_line_ids:
            fitted[line.product_id] -= line.quantity_product_uom
        return [
            f"{product.display_name} × {quantity:g}"
            for product, quantity in fitted.items()
            if product.uom_id.compare(quantity, 0) > 0
        ]

    def _gate_old_parts(self):
        """Old parts are back, or a leader has let them off (PRT-11)."""
        # All old parts of the case count, whoever closes it.
        waiting = self.sudo().old_part_ids.filtered(lambda p: p.state == EXPECTED)
        self.env["sanbao.rule"]._gate(
            "PRT-11",
            waiting.application_id,
            lambda application: self.env._(
                "%(application)s: old parts have not come back: %(parts)s. Receive them "
                "by a return-to-stock note (Form 12), or have a waiver approved.",
                application=application.display_name,
                parts=", ".join(
                    waiting.filtered(
                        lambda part: part.application_id == application
                    ).mapped("display_name")
                ),
            ),
        )

    def _abandon(self):
        self._drop_draft_issues()
        return super()._abandon()

    def _finish(self):
        self._drop_draft_issues()
        return super()._finish()

    def _drop_draft_issues(self):
        # Drafts of colleagues go with the case.
        drafts = self.sudo().issue_ids.filtered(
            lambda issue: issue.state in ("draft", "rejected")
        )
        drafts._set_state("cancelled")

    # === Archive (ARC-10) ===

    def _log_in_archive(self):
        result = super()._log_in_archive()
        _issued, used, _back = self._parts_moves()
        # Parts on a field record are in the archive by it.
        lines = used.filtered(lambda move: not move.sanbao_visit_part_id)
        changes = [vals for move in lines for vals in self._prepare_changes(move)]
        if self.archive_id and changes:
            self.archive_id._log_change(changes)
        return result

    def _prepare_changes(self, move):
        order = move.repair_id
        old = self._old_serials(move)
        new = move.move_line_ids.lot_id.mapped("name") or [""]
        quantity = 1 if len(new) > 1 else move.quantity
        if len(new) == 1:
            old = [", ".join(old)]
        return [
            {
                "date": local_day(move.date, company_timezone(self.company_id)),
                "kind": "replacement",
                "content": self.env._(
                    "%(part)s, quantity %(quantity)g",
                    part=move.product_id.display_name,
                    quantity=quantity,
                ),
                "old_serial": old[index] if index < len(old) else "",
                "new_serial": serial,
                "basis": order.name,
                "responsible_id": order.user_id.id,
                "source_model": order._name,
                "source_id": order.id,
            }
            for index, serial in enumerate(new)
        ]

    def _old_serials(self, move):
        removed = move.repair_id.move_ids.filtered(
            lambda other: (
                other.repair_line_type == "remove"
                and other.product_id == move.product_id
                and other.state == "done"
            )
        )
        serials = removed.move_line_ids.lot_id.mapped("name")
        if serials:
            return serials
        # Serials of old parts go into the archive whoever books the repair.
        parts = self.sudo().old_part_ids.filtered(
            lambda part: part.product_id == move.product_id and part.serial
        )
        return parts.mapped("serial")
