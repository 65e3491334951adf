from odoo.exceptions import AccessError

from .common import PlanCommon


class TestMerge(PlanCommon):
    """Contacts that plans and urgent requests name can be merged."""

    def test_suppliers_of_a_plan_are_merged(self):
        twin = self.supplier.copy({"name": "青禾液压件厂(旧)"})
        manager = self._person("pur_merge", "pb", extra=["base.group_partner_manager"])
        for user in (manager, self.env.ref("base.user_admin")):
            with self.subTest(user=user.login):
                source = self.supplier.copy({"name": "青禾液压"})
                plan = self._approved({"partner_id": source.id})
                wizard = self.env["base.partner.merge.automatic.wizard"]
                wizard = wizard.with_user(user).create(
                    {
                        "partner_ids": (source | twin).ids,
                        "dst_partner_id": twin.id,
                        "state": "option",
                    }
                )
                wizard.action_merge()
                self.env.invalidate_all()
                self.assertFalse(source.exists())
                self.assertEqual(plan.line_ids.partner_id, twin)
                self.assertEqual(plan.state, "approved")

    def test_source_of_a_line_is_still_not_for_a_caller_to_write(self):
        line = self._plan().line_ids
        with self.assertRaises(AccessError):
            line.origin = f"sale.order.line,{line.id}"
