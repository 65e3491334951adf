from freezegun import freeze_time

from odoo import Command
from odoo.tests import new_test_user
from odoo.tests.common import TransactionCase

from odoo.addons.sanbao_base.exceptions import RuleViolation
from odoo.addons.sanbao_base.local_time import company_timezone, day_start


class GatePassCommon(TransactionCase):
    """Parts in stock, an operation type that leaves the factory, and the people."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True))
        cls.company = cls.env["res.company"].create(
            {
                "name": "Gate Test Company",
                "currency_id": cls.env.ref("base.CNY").id,
                "country_id": cls.env.ref("base.cn").id,
            }
        )
        cls.company.partner_id.tz = "Asia/Shanghai"
        cls.env.user.company_ids |= cls.company
        cls.env.ref("base.user_admin").company_ids |= cls.company
        cls.env = cls.env(
            context=dict(cls.env.context, allowed_company_ids=cls.company.ids)
        )
        cls._make_stock()
        stock = "stock.group_stock_user"
        cls.keeper = cls._person("gate_wh", "wh", groups=stock)
        cls.keeper2 = cls._person("gate_wh2", "wh", groups=stock)
        cls.service = cls._person("gate_as", "as", groups=stock)
        cls.seller = cls._person("gate_sr", "sr", groups=stock)
        cls.dgm = cls._person("gate_dgm", "dgm")
        cls.gm = cls._person("gate_gm", "gm")
        cls.finance = cls._person("gate_fin", "fin")
        cls.guard = cls._person("gate_gate", "gate")
        cls.guard2 = cls._person("gate_gate2", "gate")

    @classmethod
    def _make_stock(cls):
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.out_type = cls.warehouse.out_type_id.copy(
            {"name": "Parts out", "sequence_code": "PO", "sanbao_leaves_factory": True}
        )
        cls.free_type = cls.warehouse.out_type_id
        cls.stock_location = cls.warehouse.lot_stock_id
        cls.customers = cls.env.ref("stock.stock_location_customers")
        cls.partner = cls.env["res.partner"].create({"name": "Dongfang Sanitation"})
        cls.filter = cls._product("Filter", 100)
        cls.pump = cls._product("Pump", 100, tracking="serial")
        cls.serials = cls.env["stock.lot"].create(
            [{"name": f"SN{i}", "product_id": cls.pump.id} for i in range(4)]
        )
        cls._put(cls.filter, 1000)
        for serial in cls.serials:
            cls._put(cls.pump, 1, serial)

    @classmethod
    def _put(cls, product, quantity, lot=None):
        cls.env["stock.quant"]._update_available_quantity(
            product, cls.stock_location, quantity, lot_id=lot
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

    def _on(self, day):
        """On another day, as the company counts days."""
        return freeze_time(day_start(day, company_timezone(self.company)))

    @classmethod
    def _person(cls, login, *roles, groups="", **values):
        names = [f"sanbao_base.group_{role}" for role in roles] or ["base.group_user"]
        names += [groups] if groups else []
        company = values.pop("company", cls.company)
        return new_test_user(
            cls.env,
            login,
            ",".join(names),
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
            **values,
        )

    @classmethod
    def _set(cls, code, value):
        parameter = cls.env["sanbao.parameter"].search([("code", "=", code)])
        parameter.with_company(cls.company).value = value

    # === Steps of the flow ===

    def _picking(self, *goods, picking_type=None, **values):
        """A reserved delivery of ``(product, quantity)`` pairs; default: 2 filters."""
        picking_type = picking_type or self.out_type
        destination = values.get("location_dest_id", self.customers.id)
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": picking_type.id,
                "partner_id": self.partner.id,
                "location_id": self.stock_location.id,
                "location_dest_id": destination,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_uom_qty": quantity,
                            "location_id": self.stock_location.id,
                            "location_dest_id": destination,
                        }
                    )
                    for product, quantity in goods or [(self.filter, 2)]
                ],
                **values,
            }
        )
        picking.action_confirm()
        picking.action_assign()
        return picking.with_user(self.keeper)

    def _pass(self, pickings, user=None):
        """A draft gate pass for the transfers."""
        user = user or self.keeper
        action = pickings.with_user(user).action_sanbao_create_gate_pass()
        return self.env["sanbao.gate.pass"].with_user(user).browse(action["res_id"])

    def _approve(self, gate_pass):
        """Submit (if it is not), then every step by who is asked for it."""
        if gate_pass.state == "draft":
            gate_pass.action_submit()
        for _step in gate_pass.sudo().review_ids:
            pending = gate_pass.sudo().review_ids.filtered(
                lambda review: review.status == "pending"
            )
            if pending:
                user = pending[:1].reviewer_ids[:1]
                gate_pass.with_user(user).validate_tier()
        gate_pass.invalidate_recordset()
        self.assertEqual(gate_pass.state, "approved")
        return gate_pass

    def _approved(self, pickings):
        return self._approve(self._pass(pickings))

    def _used(self, picking):
        gate_pass = self._approved(picking)
        self._validate(picking)
        gate_pass.with_user(self.guard).action_record_exit()
        self.assertEqual(gate_pass.state, "used")
        return gate_pass

    def _validate(self, picking):
        """Press the button; a dialogue for a backorder is answered with yes."""
        result = picking.button_validate()
        if isinstance(result, dict) and result.get("res_model"):
            model = self.env[result["res_model"]].with_user(picking.env.user)
            wizard = model.with_context(**result["context"]).create({})
            wizard.process()
        return picking

    def _assert_blocked(self, code, attempt, *args, words=()):
        """The attempt is refused by the rule, in a text with these words."""
        with self.assertRaises(RuleViolation) as caught, self.env.cr.savepoint():
            attempt(*args)
        text = str(caught.exception)
        self.assertTrue(text.startswith(code), text)
        for word in words:
            self.assertIn(word, text)
        self.env.invalidate_all()
        return text
