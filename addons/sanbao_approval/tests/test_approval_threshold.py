from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import ApprovalCommon


@tagged("post_install", "-at_install")
class TestApprovalThreshold(ApprovalCommon):
    """Thresholds of chains: just below, equal, just above."""

    def _asked(self, document, step):
        return step in document._sanbao_matching_steps()

    def test_operators_at_the_boundary(self):
        expected = {
            "gt": (False, False, True),
            "ge": (False, True, True),
            "le": (True, True, False),
            "lt": (True, False, False),
        }
        documents = [self._document(amount) for amount in (999.99, 1000, 1000.01)]
        for operator, answers in expected.items():
            self.step_gm.sanbao_operator = operator
            for document, answer in zip(documents, answers, strict=True):
                with self.subTest(operator=operator, amount=document.amount_total):
                    self.assertEqual(self._asked(document, self.step_gm), answer)

    def test_rounding_is_the_currency_s(self):
        document = self._document(0)
        document.fee = 1000.004
        self.step_gm.sanbao_amount_field = "fee"
        self.assertFalse(self._asked(document, self.step_gm))
        document.fee = 1000.005
        self.assertTrue(self._asked(document, self.step_gm))

    def test_negative_and_zero(self):
        self.step_gm.sanbao_operator = "lt"
        self.assertTrue(self._asked(self._document(-5), self.step_gm))
        self.assertTrue(self._asked(self._document(0), self.step_gm))

    def test_whole_numbers_and_floats(self):
        document = self._document(0)
        days = self._parameter("tst_days", 7, "days")
        ratio = self._parameter("tst_ratio", 20, "percent")
        self.step_gm.sanbao_parameter_id = days
        self.step_gm.sanbao_amount_field = "days"
        for value, answer in ((6, False), (7, False), (8, True)):
            document.days = value
            self.assertEqual(self._asked(document, self.step_gm), answer)
        self.step_gm.sanbao_parameter_id = ratio
        self.step_gm.sanbao_amount_field = "ratio"
        for value, answer in ((19.99, False), (20, False), (20.01, True)):
            document.ratio = value
            self.assertEqual(self._asked(document, self.step_gm), answer)

    def test_foreign_currency_is_compared_in_the_company_s(self):
        other = self.env["res.currency"].create(
            {
                "name": "TSX",
                "symbol": "T",
                "rate_ids": [(0, 0, {"name": "2020-01-01", "rate": 0.5})],
            }
        )
        document = self._document(500, currency_id=other.id)
        self.assertFalse(self._asked(document, self.step_gm))
        document.line_ids.price_unit = 500.01
        self.assertTrue(self._asked(document, self.step_gm))

    def test_the_administrator_changes_the_number(self):
        document = self._document(1500)
        self.assertTrue(self._asked(document, self.step_gm))
        self.above_1000.with_user(self.admin).value = "2000"
        self.assertFalse(self._asked(document, self.step_gm))

    def test_threshold_of_the_document_s_company(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.above_1000.with_company(other).value = "5000"
        self.engineer.company_ids |= other
        document = self._document(2000)
        self.assertTrue(self._asked(document.with_company(other), self.step_gm))
        document.sudo().company_id = other
        self.assertFalse(self._asked(document, self.step_gm))

    def test_chain_of_another_company_is_not_asked(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.step_gm.company_id = other
        self.assertFalse(self._asked(self._document(2000), self.step_gm))

    def test_domain_and_threshold_both_count(self):
        self.step_gm.definition_domain = "[('note', '=', 'x')]"
        document = self._document(2000)
        self.assertFalse(self._asked(document, self.step_gm))
        document.note = "x"
        self.assertTrue(self._asked(document, self.step_gm))

    def test_a_chain_names_an_existing_number(self):
        with self.assertRaises(ValidationError):
            self.step_gm.sanbao_amount_field = "nonsense"
        with self.assertRaises(ValidationError):
            self.step_gm.sanbao_parameter_id = self._parameter("tst_txt", "x", "text")
