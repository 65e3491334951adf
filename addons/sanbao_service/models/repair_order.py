from odoo import api, fields, models
from odoo.exceptions import UserError

RELEASED_STATES = ("confirmed", "under_repair", "done")


class RepairOrder(models.Model):
    """The repair of a service case; repairs without a case stay as they are."""

    _inherit = "repair.order"

    sanbao_application_id = fields.Many2one(
        "sanbao.service.application",
        string="Service application",
        index="btree_not_null",
        check_company=True,
        copy=False,
        tracking=True,
        help="The case that this repair belongs to; it decides who pays.",
    )
    sanbao_ticket_id = fields.Many2one(related="sanbao_application_id.ticket_id")
    sanbao_archive_id = fields.Many2one(
        related="sanbao_application_id.archive_id", string="Product archive"
    )

    # === The one gate in front of the work (SVC-02 and following) ===

    def _sanbao_of_cases(self):
        return self.filtered("sanbao_application_id")

    def _sanbao_gate_release(self):
        self._sanbao_of_cases().sanbao_application_id._gate_release()

    def _action_repair_confirm(self):
        """Nothing is confirmed before the case is released; it also says who pays."""
        drafts = self._sanbao_of_cases().filtered(lambda order: order.state == "draft")
        if drafts:
            drafts._sanbao_gate_release()
            drafts._sanbao_apply_charge()
        return super()._action_repair_confirm()

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        of_cases = orders._sanbao_of_cases()
        if of_cases:
            of_cases._sanbao_apply_charge()
            of_cases.filtered(
                lambda order: order.state in RELEASED_STATES
            )._sanbao_gate_release()
        return orders

    def write(self, vals):
        if "sanbao_application_id" in vals:
            self._sanbao_check_case_stays(vals["sanbao_application_id"])
        if vals.get("state") in RELEASED_STATES:
            self._sanbao_of_cases().filtered(
                lambda order: order.state not in RELEASED_STATES
            )._sanbao_gate_release()
        if "under_warranty" in vals:
            self._sanbao_gate_charge(vals["under_warranty"])
        result = super().write(vals)
        if vals.get("sanbao_application_id"):
            self._sanbao_apply_charge()
            self.filtered(
                lambda order: order.state in RELEASED_STATES
            )._sanbao_gate_release()
        return result

    def _sanbao_check_case_stays(self, application_id):
        moved = self._sanbao_of_cases().filtered(
            lambda order: order.sanbao_application_id.id != application_id
        )
        if moved:
            raise UserError(
                self.env._(
                    "%(order)s belongs to %(application)s and stays with it. Cancel the "
                    "repair order and make a new one.",
                    order=moved[0].name,
                    application=moved[0].sanbao_application_id.display_name,
                )
            )

    # === Who pays (WAR-03) ===

    def _sanbao_apply_charge(self):
        for order in self._sanbao_of_cases():
            free = order._sanbao_is_free()
            if order.under_warranty != free:
                order.under_warranty = free

    def _sanbao_is_free(self):
        self.ensure_one()
        return self.sanbao_application_id.charge_type == "warranty"

    def _sanbao_gate_charge(self, under_warranty):
        """The service application decides whether a repair is free (WAR-03)."""
        self.env["sanbao.rule"]._gate(
            "WAR-03",
            self._sanbao_of_cases().filtered(
                lambda order: order._sanbao_is_free() != bool(under_warranty)
            ),
            lambda order: self.env._(
                "%(order)s: whether the repair is free follows from "
                "%(application)s (%(charge)s).",
                order=order.name,
                application=order.sanbao_application_id.display_name,
                charge=dict(
                    order.sanbao_application_id._fields[
                        "charge_type"
                    ]._description_selection(self.env)
                ).get(order.sanbao_application_id.charge_type, ""),
            ),
        )

    # === The end ===

    def action_repair_done(self):
        """As in core, but lines that nobody fitted are not silently dropped."""
        self._sanbao_check_lines_used()
        return super().action_repair_done()

    def _sanbao_check_lines_used(self):
        for order in self._sanbao_of_cases():
            lines = order.move_ids.filtered(
                lambda move: move.state not in ("done", "cancel")
            )
            some_picked = any(lines.mapped("picked"))
            unused = lines.filtered(
                lambda move, some_picked=some_picked: (
                    move.product_uom.is_zero(move.quantity)
                    or (some_picked and not move.picked)
                )
            )
            if unused:
                raise UserError(
                    self.env._(
                        "%(order)s: nothing was issued for %(parts)s. Issue the parts "
                        "and record the used quantity, or delete these lines.",
                        order=order.name,
                        parts=", ".join(unused.product_id.mapped("display_name")),
                    )
                )

    # === Links ===

    def _sanbao_open(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "repair.action_repair_order_tree"
        )
        action["context"] = {}
        if len(self) == 1:
            return dict(action, views=[(False, "form")], res_id=self.id)
        return dict(action, domain=[("id", "in", self.ids)])

    def action_sanbao_view_application(self):
        """The service application that this repair belongs to."""
        self.ensure_one()
        return self.sanbao_application_id._open_form()
