from odoo import models

OPEN_ORDERS = ("draft", "confirmed", "under_repair")


class SanbaoVisit(models.Model):
    """Parts fitted on site are booked by the repair order of the case (SVC-16)."""

    _inherit = "sanbao.visit"

    def _after_done(self):
        super()._after_done()
        self._sanbao_book_parts()

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
