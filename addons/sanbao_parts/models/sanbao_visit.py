from odoo import api, fields, models

from odoo.addons.sanbao_base.local_time import company_timezone, local_day

from .sanbao_old_part import EXPECTED

OPEN_ORDERS = ("draft", "confirmed", "under_repair")


class SanbaoVisit(models.Model):
    """Parts fitted on site are booked by the repair order of the case (SVC-16)."""

    _inherit = "sanbao.visit"

    issued_product_ids = fields.Many2many(
        "product.product",
        string="Parts issued for the case",
        compute="_compute_issued_product_ids",
        # The engineer chooses among them; the papers of the case are kept by others.
        compute_sudo=True,
    )
    issued_parts_only = fields.Boolean(
        compute="_compute_issued_parts_only",
        help="Parts that were not issued for the case are refused (SVC-16).",
    )

    @api.depends("application_id.issue_ids.state", "part_ids.product_id")
    def _compute_issued_product_ids(self):
        for visit in self:
            left = visit.application_id._parts_left()
            visit.issued_product_ids = self.env["product.product"].union(
                *(
                    product
                    for (product, _lot), quantity in left.items()
                    if product.uom_id.compare(quantity, 0) > 0
                ),
            )

    @api.depends("company_id")
    def _compute_issued_parts_only(self):
        for visit in self:
            visit.issued_parts_only = self.env["sanbao.rule"]._is_blocking(
                "SVC-16", visit.company_id
            )

    def _after_done(self):
        super()._after_done()
        self._sanbao_note_old_parts()
        self._sanbao_book_parts()

    def _sanbao_note_old_parts(self):
        """The numbers of what was taken off go to the old parts that are owed.

        So nobody types them again on the return-to-stock note (Form 12).
        """
        # The engineer wrote the numbers; old parts of the case are kept by others.
        expected = self.sudo().application_id.old_part_ids.filtered(
            lambda part: part.state == EXPECTED and not part.serial
        )
        taken_off = local_day(
            self.arrived_at or fields.Datetime.now(), company_timezone(self.company_id)
        )
        for line in self.part_ids.filtered("old_serial"):
            part = expected.filtered(
                lambda part, line=line: part.product_id == line.product_id
            )[:1]
            part.write({"serial": line.old_serial, "replaced_on": taken_off})
            expected -= part

    def _sanbao_book_parts(self):
        """Put the fitted parts on the case's repair order; end it after the last visit.

        :raises RuleViolation: SVC-16 a part was not issued for the case
        """
        self.ensure_one()
        if not self.env["sanbao.rule"]._is_on("SVC-16", self.company_id):
            return  # where nobody reconciles parts, nothing is booked either
        # The engineer records what he fitted; the bookings follow from it.
        visit = self.sudo()
        booked = (
            self.env["stock.move"]
            # As above: bookings that he may not read count, too.
            .sudo()
            .search([("sanbao_visit_part_id", "in", visit.part_ids.ids)])
        )
        lines = visit.part_ids - booked.sanbao_visit_part_id
        if not lines:
            return
        application = visit.application_id
        order = application.repair_ids.filtered(lambda o: o.state in OPEN_ORDERS)[:1]
        if not order:
            order = order.create(application._prepare_repair_vals())
        for line in lines:
            line._book_on(order)
        if order.state != "under_repair":
            order.action_repair_start()
        application._gate_parts_planned(order)
        for move in order.move_ids.filtered("sanbao_visit_part_id"):
            move._sanbao_take_fitted()
        others = application.visit_ids - visit
        typed = order.move_ids.filtered(lambda move: not move.sanbao_visit_part_id)
        if not typed and not others.filtered(lambda v: v.state in ("draft", "on_site")):
            order.action_repair_end()
