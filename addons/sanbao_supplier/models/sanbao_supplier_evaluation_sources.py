from collections import defaultdict

from odoo import api, models

from odoo.addons.sanbao_base.local_time import (
    company_timezone,
    day_end,
    day_start,
    local_day,
)
from odoo.addons.sanbao_parts.models.sanbao_parts_issue import STATE_ISSUED, WARRANTY
from odoo.addons.sanbao_parts.models.sanbao_parts_return import INSPECTED, OLD, POSTED
from odoo.addons.sanbao_service.models.sanbao_service_application import CAUSE_QUALITY

NOT_REPLACED = "cancelled"  # an old part that nobody owes any more


class Period:
    """The days of a company that are looked at, for these suppliers."""

    def __init__(self, company, date_from, date_to, partners):
        self.company = company
        self.zone = company_timezone(company)
        self.start = day_start(date_from, self.zone)
        self.end = day_end(date_to, self.zone)
        self.partner_ids = partners.ids

    def within(self, field):
        """The domain of records with this moment in the period, in the company."""
        return [
            ("company_id", "=", self.company.id),
            (field, ">=", self.start),
            (field, "<=", self.end),
        ]

    def day(self, moment):
        return local_day(moment, self.zone)


class SanbaoSupplierEvaluation(models.Model):
    """Where the figures of a period come from: records, read once for many suppliers.

    To add a source: append a method to :meth:`_sources`, its kinds of figures to
    ``sanbao.supplier.evaluation.fact`` (selection and ``_models``), and say in
    :meth:`_measures` what they do to a score.
    """

    _inherit = "sanbao.supplier.evaluation"

    @api.model
    def _sources(self):
        """Names of methods that take a ``Period`` and yield ``(id of the commercial
        partner, kind of figure, quantity, id of the counted record)``."""
        return [
            "_source_receipts",
            "_source_warranty",
            "_source_old_parts",
            "_source_complaints",
        ]

    def _gather(self):
        """``{id of evaluation: {kind: [quantity, [ids]]}}``; all of one company and
        period. A fixed number of queries, however many suppliers."""
        first = self[0]
        period = Period(
            first.company_id, first.date_from, first.date_to, self.partner_id
        )
        # Whoever evaluates sees the figures, also of records he may not open.
        source = self.sudo().with_company(period.company)
        of_partner = {evaluation.partner_id.id: evaluation.id for evaluation in self}
        found = defaultdict(dict)
        for name in self._sources():
            for partner_id, kind, quantity, record_id in getattr(source, name)(period):
                if partner_id not in of_partner:
                    continue
                figures = found[of_partner[partner_id]]
                figure = figures.setdefault(kind, [0.0, []])
                figure[0] += quantity
                figure[1].append(record_id)
        return found

    # === Sources ===

    @api.model
    def _source_receipts(self, period):
        """Receipts, the late ones among them, and what went back."""
        moves = self.env["stock.move"].search_fetch(
            [
                *period.within("date"),
                ("state", "=", "done"),
                (
                    "purchase_line_id.partner_id.commercial_partner_id",
                    "in",
                    period.partner_ids,
                ),
            ],
            ["date", "quantity", "product_uom", "product_id", "purchase_line_id"],
        )
        for move in moves:
            line = move.purchase_line_id
            partner_id = line.partner_id.commercial_partner_id.id
            unit = move.product_id.uom_id
            quantity = move.product_uom._compute_quantity(move.quantity, unit)
            if move.location_dest_id.usage == "supplier":
                yield partner_id, "returned", quantity, move.id
            elif move.location_id.usage == "supplier":
                yield partner_id, "received", quantity, move.id
                planned = line.date_planned
                if planned and period.day(move.date) > period.day(planned):
                    yield partner_id, "late", quantity, move.id

    @api.model
    def _source_warranty(self, period):
        """Parts of the supplier that were replaced under warranty; not what came back
        unused."""
        lines = self.env["sanbao.parts.issue.line"].search(
            [
                ("company_id", "=", period.company.id),
                ("issue_id.issued_at", ">=", period.start),
                ("issue_id.issued_at", "<=", period.end),
                ("issue_id.state", "=", STATE_ISSUED),
                ("issue_id.category", "=", WARRANTY),
            ]
        )
        # The piece that failed may be known by its number.
        old_parts = self.env["sanbao.old.part"].search(
            [
                ("issue_line_id", "in", lines.ids),
                ("serial", "!=", False),
                ("state", "!=", NOT_REPLACED),
            ]
        )
        makers = self._makers(old_parts, period.company)
        pieces = old_parts.grouped("issue_line_id")
        for line in lines:
            left = line.quantity - line.qty_returned
            counted = defaultdict(float)
            for part in pieces.get(line, old_parts.browse()):
                piece = min(part.quantity, left) if makers[part] else 0.0
                counted[makers[part]] += piece
                left -= piece
            counted[self._supplier_of(line.product_id, period.company)] += left
            for supplier, quantity in counted.items():
                if line.uom_id.compare(quantity, 0) > 0:
                    yield supplier.id, "warranty", quantity, line.id

    @api.model
    def _source_old_parts(self, period):
        """Returned old parts with the side that quality control finds responsible."""
        lines = self.env["sanbao.parts.return.line"].search(
            [
                ("company_id", "=", period.company.id),
                ("return_id.inspected_at", ">=", period.start),
                ("return_id.inspected_at", "<=", period.end),
                ("return_id.state", "in", (INSPECTED, POSTED)),
                ("return_id.kind", "=", OLD),
                ("responsible_side", "!=", False),
            ]
        )
        makers = self._makers(lines, period.company)
        for line in lines:
            supplier = makers[line] or self._supplier_of(
                line.product_id, period.company
            )
            theirs = line.responsible_side == "supplier"
            kind = "old_supplier" if theirs else "old_other"
            yield supplier.id, kind, line.quantity, line.id

    @api.model
    def _source_complaints(self, period):
        """Cases with a quality problem of a product or part of the supplier."""
        tickets = self.env["helpdesk.ticket"].search(
            [
                *period.within("sanbao_reported_at"),
                ("sanbao_application_ids.cause_class", "=", CAUSE_QUALITY),
            ]
        )
        for ticket in tickets:
            found = ticket.sanbao_application_ids.filtered(
                lambda a: a.cause_class == CAUSE_QUALITY and a.state != "cancelled"
            )
            # The parts that are to be replaced; else the product itself.
            products = found.part_line_ids.product_id or found.product_id
            suppliers = {self._supplier_of(p, period.company) for p in products}
            for supplier in suppliers:
                yield supplier.id, "complaint", 1, ticket.id

    @api.model
    def _supplier_of(self, product, company):
        """The commercial partner from whom the company buys a product first."""
        sellers = product.seller_ids.filtered(
            lambda seller: seller.company_id in (company, company.browse())
        )
        return sellers[:1].partner_id.commercial_partner_id

    @api.model
    def _makers(self, pieces, company):
        """``{piece: commercial partner}`` from whom a piece was received, by its number.

        :param pieces: records with ``product_id`` and ``serial``; without a number, or
            where no receipt of it is known, the partner is empty
        """
        serials = {(p.product_id.id, (p.serial or "").strip()) for p in pieces}
        received = self.env["stock.move.line"].search(
            [
                ("company_id", "=", company.id),
                ("state", "=", "done"),
                ("product_id", "in", [product_id for product_id, _serial in serials]),
                ("lot_id.name", "in", [serial for _id, serial in serials if serial]),
                ("move_id.purchase_line_id", "!=", False),
                ("location_id.usage", "=", "supplier"),
            ]
        )
        makers = {
            (line.product_id.id, line.lot_id.name): line.move_id.purchase_line_id
            for line in received
        }
        none = self.env["purchase.order.line"]
        return {
            piece: makers.get(
                (piece.product_id.id, (piece.serial or "").strip()), none
            ).partner_id.commercial_partner_id
            for piece in pieces
        }
