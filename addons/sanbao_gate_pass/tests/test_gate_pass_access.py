from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import GatePassCommon

READERS = ("gm", "dgm", "fin", "gate", "sm", "asm", "sup")
WRITERS = ("wh", "as", "sr")
STRANGERS = ("eng", "cs", "qc", "tech", "prod", "pb", "pm", "leg", "hr")
OPERATIONS = ("read", "write", "create", "unlink")


@tagged("post_install", "-at_install")
class TestGatePassAccess(GatePassCommon):
    def test_rights_by_role(self):
        expected = {
            **dict.fromkeys(WRITERS, (True, True, True, True)),
            **dict.fromkeys(READERS, (True, False, False, False)),
            **dict.fromkeys(STRANGERS, (False, False, False, False)),
            "admin": (True, True, False, False),
        }
        for role, rights in expected.items():
            user = self._person(f"right_{role}", role)
            for model in ("sanbao.gate.pass", "sanbao.gate.pass.line"):
                records = self.env[model].with_user(user)
                for operation, right in zip(OPERATIONS, rights, strict=True):
                    with self.subTest(role=role, model=model, operation=operation):
                        self.assertEqual(records.has_access(operation), right)

    def test_customers_and_public_have_no_rights(self):
        portal = new_test_user(self.env, "gate_portal", "base.group_portal")
        for user in (portal, self.env.ref("base.public_user")):
            for model in (
                "sanbao.gate.pass",
                "sanbao.gate.pass.line",
                "sanbao.gate.pass.exit",
                "sanbao.gate.pass.scan",
            ):
                for operation in OPERATIONS:
                    with self.subTest(user=user.login, model=model, op=operation):
                        records = self.env[model].with_user(user)
                        self.assertFalse(records.has_access(operation))

    def test_other_companies_see_nothing(self):
        gate_pass = self._used(self._picking())
        line_ids = gate_pass.line_ids.ids
        other = self.env["res.company"].create({"name": "Elsewhere"})
        for role in ("wh", "gate", "gm"):
            stranger = self._person(f"else_{role}", role, company=other)
            with self.subTest(role=role):
                here = {"allowed_company_ids": other.ids}
                as_stranger = gate_pass.with_user(stranger).with_context(**here)
                self.assertFalse(as_stranger.search([("id", "=", gate_pass.id)]))
                self.assertFalse(as_stranger.name_search(gate_pass.name))
                with self.assertRaises(AccessError):
                    as_stranger.read(["name"])
                with self.assertRaises(AccessError):
                    as_stranger.browse().line_ids.browse(line_ids).read(["quantity"])
                with self.assertRaises(AccessError):
                    as_stranger.action_record_exit()

    def test_guard_reads_all_of_the_pass_without_the_stock_app(self):
        gate_pass = self._approved(self._picking((self.pump, 1))).with_user(self.guard)
        view = gate_pass.get_view(view_type="form")
        self.assertNotIn('name="picking_ids"', str(view["arch"]))
        data = gate_pass.read(["name", "picking_names", "is_ready", "partner_id"])[0]
        self.assertIn(gate_pass.sudo().picking_ids.name, data["picking_names"])
        line = gate_pass.line_ids.web_read(
            {
                "product_id": {"fields": {"display_name": {}}},
                "quantity": {},
                "name": {},
                "lot_id": {"fields": {"display_name": {}}},
                "product_uom_id": {},
            }
        )[0]
        self.assertTrue(line["lot_id"]["display_name"])

    def test_passes_are_read_without_names_of_people_elsewhere(self):
        """The keeper of another warehouse of the same company books by this pass."""
        picking = self._picking()
        self._approved(picking)
        bare = self._person("gate_stock", groups="stock.group_stock_manager")
        self._validate(picking.with_user(bare))
        self.assertEqual(picking.state, "done")

    def test_pass_takes_transfers_of_its_company_only(self):
        gate_pass = self._pass(self._picking())
        other = self.env["res.company"].create({"name": "Elsewhere"})
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", other.id)])
        foreign = self.env["stock.picking"].create(
            {
                "picking_type_id": warehouse.out_type_id.id,
                "location_id": warehouse.lot_stock_id.id,
                "location_dest_id": self.customers.id,
            }
        )
        with self.assertRaises(UserError), self.env.cr.savepoint():
            gate_pass.sudo().write({"picking_ids": [Command.set(foreign.ids)]})
