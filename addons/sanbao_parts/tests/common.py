from odoo import Command

from odoo.addons.sanbao_base.exceptions import RuleViolation
from odoo.addons.sanbao_service.tests.common import ServiceCommon

STOCK = "stock.group_stock_user"


class PartsCommon(ServiceCommon):
    """An approved case under warranty that wants parts, and parts in stock."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.user.lang = "en_US"
        # Tests of other addons may switch it off for cases without issued parts.
        cls.env["sanbao.rule"].search([("code", "=", "SVC-16")]).mode = "block"
        cls.keeper = cls._person("parts_wh", "wh")
        cls.qc = cls._person("parts_qc", "qc")
        cls.buyer = cls._person("parts_pb", "pb")
        cls.finance = cls._person("parts_fin", "fin")
        cls.guard = cls._person("parts_gate", "gate")
        stock = cls.env.ref(STOCK)
        for user in (cls.staff, cls.asm, cls.engineer, cls.keeper):
            user.group_ids |= stock
        cls.warehouse = cls.env["stock.warehouse"]._sanbao_of_company(cls.company)
        cls.stock = cls.warehouse.lot_stock_id
        cls.service = cls.warehouse.sanbao_service_location_id
        cls.pending = cls.warehouse.sanbao_pending_location_id
        cls.pending_old = cls.warehouse.sanbao_pending_old_location_id
        cls.old_zone = cls.warehouse.sanbao_old_location_id
        cls.customers = cls.partner.property_stock_customer
        cls.partner.state_id = cls.env.ref("base.state_cn_BJ")
        cls.part.standard_price = 60
        cls._put(cls.part, 10)

    @classmethod
    def _put(cls, product, quantity, lot=None):
        cls.env["stock.quant"]._update_available_quantity(
            product, cls.stock, quantity, lot_id=lot
        )

    @classmethod
    def _product(cls, name, price, **values):
        return cls.env["product.product"].create(
            {
                "name": name,
                "type": "consu",
                "is_storable": True,
                "list_price": price,
                "taxes_id": [Command.clear()],
                **values,
            }
        )

    @classmethod
    def _set(cls, code, value):
        cls.env["sanbao.parameter"].search([("code", "=", code)]).value = value

    def _case(self, *parts, **values):
        """An approved application that wants ``(product, quantity)``; default 2 pumps."""
        lines = [
            Command.create({"product_id": product.id, "quantity": quantity})
            for product, quantity in parts or [(self.part, 2)]
        ]
        return self._approved(part_line_ids=lines, **values)

    def _issue(self, application=None, **values):
        application = application or self._case()
        action = application.with_user(self.staff).action_sanbao_parts_issue()
        issue = self.env["sanbao.parts.issue"].browse(action["res_id"])
        issue = issue.with_user(self.staff)
        if values:
            issue.write(values)
        return issue

    def _approved_issue(self, application=None, **values):
        issue = self._issue(application, **values)
        self._approve(issue, self.dgm, self.gm)
        self.assertEqual(issue.state, "approved")
        return issue

    def _released(self, application=None, **values):
        """The transfer of an approved issue with requisition, for the keeper."""
        issue = self._approved_issue(application, **values)
        issue.action_fill_requisition()
        issue.with_user(self.keeper).action_release()
        return issue

    def _picking(self, issue):
        return issue.sudo().picking_ids.with_user(self.keeper)

    def _gate_pass(self, picking):
        action = picking.action_sanbao_create_gate_pass()
        gate_pass = self.env["sanbao.gate.pass"].browse(action["res_id"])
        gate_pass = gate_pass.with_user(self.keeper)
        gate_pass.action_submit()
        for _step in gate_pass.sudo().review_ids:
            waiting = gate_pass.sudo().review_ids.filtered(
                lambda review: review.status == "pending"
            )
            if waiting:
                gate_pass.with_user(waiting[:1].reviewer_ids[:1]).validate_tier()
        gate_pass.invalidate_recordset()
        self.assertEqual(gate_pass.state, "approved")
        return gate_pass

    def _issued(self, application=None, **values):
        issue = self._released(application, **values)
        picking = self._picking(issue)
        self._gate_pass(picking)
        picking.move_ids.picked = True
        picking._action_done()
        self.assertEqual(issue.state, "issued")
        return issue

    def _repair(self, application, *parts):
        """A repair order with add lines, in the hands of the engineer."""
        application = application.with_user(self.staff)
        order = (
            self.env["repair.order"]
            .with_user(self.engineer)
            .create(application._prepare_repair_vals())
        )
        for product, quantity in parts:
            self._line(order, product, quantity)
        return order

    def _line(self, order, product, quantity, kind="add", lot=None):
        order.move_ids = [
            Command.create(
                {
                    "repair_line_type": kind,
                    "product_id": product.id,
                    "product_uom_qty": quantity,
                }
            )
        ]

    def _end(self, order):
        if order.state == "draft":
            order._action_repair_confirm()
        if order.state == "confirmed":
            order.action_repair_start()
        for move in order.move_ids:
            if not move.quantity:
                move.quantity = move.product_uom_qty
            move.picked = True
        order.action_repair_end()
        self.assertEqual(order.state, "done")

    def _note(self, application, kind="old"):
        method = f"action_sanbao_return_{kind}"
        action = getattr(application.with_user(self.staff), method)()
        return self.env["sanbao.parts.return"].browse(action["res_id"])

    def _findings(self, note, **values):
        note.line_ids.with_user(self.qc).write(
            {
                "conclusion": "quality",
                "failure_mode": "密封圈开裂",
                "cause": "材料老化",
                "responsible_side": "supplier",
                "disposition": "scrap" if note.kind == "old" else "stock",
                **values,
            }
        )

    def _post(self, note):
        note.with_user(self.keeper).action_receive()
        self._findings(note)
        note.with_user(self.qc).action_inspect()
        note.with_user(self.keeper).action_post()
        self.assertEqual(note.state, "posted")

    def _on_hand(self, product, location):
        return sum(
            self.env["stock.quant"]
            .search(
                [("product_id", "=", product.id), ("location_id", "=", location.id)]
            )
            .mapped("quantity")
        )

    def _value(self, product):
        product.invalidate_recordset()
        return product.with_company(self.company).total_value

    def _blocked(self, code, attempt, *args, **kwargs):
        """The attempt is refused by this rule; nothing of it stays."""
        with self.assertRaises(RuleViolation) as caught, self.env.cr.savepoint():
            attempt(*args, **kwargs)
            self.env.flush_all()
        self.assertTrue(str(caught.exception).startswith(code), caught.exception)
        self.env.invalidate_all()
        return str(caught.exception)

    def _cost(self, application):
        application.invalidate_recordset()
        return application.amount_actual
