from odoo.tests import tagged

from odoo.addons.sanbao_nonconformity.tests.common import NonconformityCommon


@tagged("post_install", "-at_install")
class TestDecidedScrap(NonconformityCommon):
    def test_what_a_sheet_scraps_needs_no_count(self):
        """STK-18: its disposition was approved, with cause and explanation (QLT-15)."""
        rule = self.env["sanbao.rule"].search([("code", "=", "STK-18")])
        rule.mode = "block"
        sheet = self._decided("scrap")
        self.assertTrue(sheet.carried_out_at)
        self.assertEqual(sheet.move_ids.mapped("state"), ["done"])
