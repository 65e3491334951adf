from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import NonconformityCommon


@tagged("post_install", "-at_install")
class TestDisposition(NonconformityCommon):
    """QLT-15: class and disposition, and who approves them."""

    def test_each_value_is_needed(self):
        """QLT-15."""
        for name in ("severity", "disposition", "cause"):
            sheet = self._sheet(disposition="repair")
            sheet[name] = False
            with self.subTest(name=name), self.assertRule("QLT-15"):
                sheet.action_submit()

    def test_a_return_needs_a_supplier_and_a_concession_its_terms(self):
        """QLT-15."""
        sheet = self._sheet(disposition="return", partner_id=False)
        with self.assertRule("QLT-15"):
            sheet.action_submit()
        sheet = self._sheet(disposition="concession")
        with self.assertRule("QLT-15"):
            sheet.action_submit()
        sheet.concession_terms = "仅用于低压工况"
        sheet.action_submit()

    def test_only_dispositions_of_the_company(self):
        """QLT-15: the list is a parameter."""
        self._value("dispositions", "repair, scrap")
        sheet = self._sheet(disposition="return")
        with self.assertRule("QLT-15"):
            sheet.action_submit()
        sheet.disposition = "scrap"
        sheet.action_submit()

    def test_who_judges(self):
        """QLT-15: not the keeper and not production, who may report it."""
        for person in (self.stock_user, self.producer):
            with self.subTest(person=person.login), self.assertRaises(AccessError):
                self._sheet(user=person, disposition="scrap")
            sheet = self._sheet(user=person, severity=False)
            with self.assertRaises(AccessError):
                sheet.disposition = "scrap"
            with self.assertRaises(AccessError):
                sheet.action_submit()

    def test_technical_department_and_quality_management_sign(self):
        """QLT-15."""
        sheet = self._submitted("repair")
        groups = sheet.sudo().review_ids.definition_id.reviewer_group_id
        self.assertEqual(
            groups,
            self.env.ref("sanbao_base.group_tech")
            | self.env.ref("sanbao_base.group_qm"),
        )
        self._approve(sheet, self.technician)
        self.assertEqual(sheet.state, "submitted")
        self._approve(sheet, self.manager)
        self.assertEqual(sheet.state, "approved")

    def _dgm_signs(self, **values):
        sheet = self._submitted(**values)
        groups = sheet.sudo().review_ids.definition_id.reviewer_group_id
        return self.env.ref("sanbao_base.group_dgm") in groups

    def test_scrap_above_the_limit_goes_to_the_deputy_general_manager(self):
        """QLT-15: 1,000 itself does not."""
        for cost, signs in ((499.995, False), (500, False), (500.005, True)):
            self.part.standard_price = cost
            with self.subTest(cost=cost):
                self.assertEqual(self._dgm_signs(disposition="scrap"), signs)

    def test_the_loss_counts_where_it_is_higher(self):
        """QLT-15."""
        for loss, signs in ((999.99, False), (1000, False), (1000.01, True)):
            with self.subTest(loss=loss):
                self.assertEqual(
                    self._dgm_signs(disposition="scrap", loss_amount=loss), signs
                )
        self.assertFalse(self._dgm_signs(disposition="repair", loss_amount=5000))

    def test_the_limit_is_a_parameter(self):
        """QLT-15."""
        self._value("nc_scrap_dgm_above", "100")
        self.assertTrue(self._dgm_signs(disposition="scrap"))

    def test_the_cost_of_the_day_of_submission_counts(self):
        """QLT-15: a cheap draft is not approved at a high cost."""
        sheet = self._sheet(disposition="scrap")
        self.assertEqual(sheet.value, 200)
        self.part.standard_price = 5000
        sheet.action_submit()
        self.assertEqual(sheet.value, 10000)
        groups = sheet.sudo().review_ids.definition_id.reviewer_group_id
        self.assertIn(self.env.ref("sanbao_base.group_dgm"), groups)

    def test_a_concession_has_approvals_of_its_own(self):
        """QLT-15: purchasing agrees on the price of incoming goods, the DGM on all."""
        sheet = self._submitted(
            "concession", concession_terms="仅用于低压工况", price_cut=30
        )
        steps = sheet.sudo().review_ids.definition_id.reviewer_group_id
        self.assertEqual(len(steps), 4)
        self.assertIn(self.env.ref("sanbao_base.group_pm"), steps)
        inside = self._submitted(
            "concession", concession_terms="仅用于低压工况", source="stock"
        )
        steps = inside.sudo().review_ids.definition_id.reviewer_group_id
        self.assertEqual(len(steps), 3)

    def test_process_problems_are_traced(self):
        """QLT-11: material, step, person, and the lot of tracked products."""
        trace = {
            "trace_material": "45 钢 2026-03",
            "trace_step": "精车",
            "trace_person": "周强",
        }
        for name in trace:
            sheet = self._sheet(
                source="process", disposition="repair", **{**trace, name: False}
            )
            with self.subTest(name=name), self.assertRule("QLT-11"):
                sheet.action_submit()
        self._submitted("repair", source="process", **trace)
        tracked = {"source": "process", "product_id": self.tracked.id, **trace}
        sheet = self._sheet(disposition="repair", **tracked)
        with self.assertRule("QLT-11"):
            sheet.action_submit()
        self._submitted("repair", lot_id=self.lot.id, **tracked)
        self._submitted("repair", source="finished")

    def test_goods_are_set_apart_first(self):
        """QLT-12."""
        sheet = self._sheet(disposition="repair", location_id=self.stock.id)
        with self.assertRule("QLT-12"):
            sheet.action_submit()
        sheet.action_isolate()
        sheet.action_submit()
        self.assertEqual(self._on_hand(self.nonconforming), 2)

    def test_the_hook_is_called_once(self):
        called = []

        def note(sheets):
            called.append(sheets.ids)

        self.patch(type(self.sheets), "_on_decided", note)
        sheet = self._decided("repair")
        self.assertEqual(called, [sheet.ids])
