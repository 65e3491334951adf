from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import GatePassCommon


@tagged("post_install", "-at_install")
class TestGatePassPrice(GatePassCommon):
    """SAL-45: quantity times selling price, cost if there is none, taxes included."""

    def _tax(self, percent, included=False):
        group = self.env["account.tax.group"].create(
            {"name": "VAT", "company_id": self.company.id}
        )
        return self.env["account.tax"].create(
            {
                "name": f"{percent} % {included}",
                "amount": percent,
                "type_tax_use": "sale",
                "tax_group_id": group.id,
                "country_id": self.company.country_id.id,
                "company_id": self.company.id,
                "price_include_override": (
                    "tax_included" if included else "tax_excluded"
                ),
            }
        )

    def test_amount_is_quantity_times_selling_price(self):
        gate_pass = self._pass(self._picking((self.filter, 3), (self.pump, 2)))
        self.assertEqual(gate_pass.amount_total, 500)
        self.assertEqual(len(gate_pass.line_ids), 3, "one line per serial number")

    def test_cost_where_there_is_no_price(self):
        """SAL-45"""
        part = self._product("Gasket", 0)
        part.with_company(self.company).standard_price = 7.5
        self._put(part, 10)
        self.assertEqual(self._pass(self._picking((part, 4))).amount_total, 30)

    def test_taxes_are_included_once(self):
        """SAL-45: 13 % on top of the price, or already in it"""
        for included, amount in ((False, 226), (True, 200)):
            with self.subTest(included=included):
                self.filter.taxes_id = self._tax(13, included)
                self.assertEqual(self._pass(self._picking()).amount_total, amount)

    def test_later_price_does_not_change_the_pass(self):
        gate_pass = self._approved(self._picking())
        self.filter.list_price = 9000
        gate_pass.invalidate_recordset()
        self.assertEqual(gate_pass.amount_total, 200)
        self.assertTrue(gate_pass._is_approved())

    def test_prices_cannot_be_typed(self):
        """SAL-45: nobody lowers the value to get a smaller signature"""
        gate_pass = self._pass(self._picking((self.filter, 6)))
        line = gate_pass.line_ids
        for name, attempt, vals in (
            ("price", line.write, {"price_unit": 1}),
            ("amount", line.write, {"amount": 1}),
            ("exit", line.write, {"exit_quantity": 1}),
            ("total", gate_pass.write, {"amount_total": 1}),
            ("number", gate_pass.write, {"name": "X"}),
            (
                "through the pass",
                gate_pass.write,
                {"line_ids": [Command.update(line.id, {"price_unit": 1})]},
            ),
            (
                "new line",
                line.create,
                {"pass_id": gate_pass.id, "product_id": self.pump.id, "price_unit": 1},
            ),
        ):
            with (
                self.subTest(name),
                self.assertRaises(AccessError),
                self.env.cr.savepoint(),
            ):
                attempt(vals)
            self.env.invalidate_all()
        self.assertEqual(gate_pass.amount_total, 600)

    def test_prices_cannot_come_by_default(self):
        gate_pass = self._pass(self._picking())
        made = gate_pass.line_ids.with_context(
            default_price_unit=1, default_amount=1, default_exit_quantity=1
        ).create({"pass_id": gate_pass.id, "product_id": self.filter.id})
        self.assertEqual(made.price_unit, 100)
        self.assertEqual(made.amount, 100)
        self.assertFalse(made.exit_quantity)
