from odoo.tests import tagged

from .test_urgent_request import UrgentCommon


@tagged("post_install", "-at_install")
class TestForms(UrgentCommon):
    """F13 and F29 print with what was decided."""

    def _html(self, report, document):
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            f"sanbao_purchase.{report}", document.ids
        )
        return html.decode()

    def test_purchase_plan(self):
        """F29: two copies, ticks, opinions, signatures of heads and leader."""
        self._only_rules("PUR-14", "PUR-15", "PUR-16")
        plan = self._approved(10, reason="旺季备货")
        html = self._html("report_f29", plan)
        self.assertEqual(html.count("旺季备货"), 2)
        self.assertEqual(html.count("☑"), 2 * (1 + 3))
        for text in (plan.name, self.head.name, self.dgm.name, "ok", self.part.name):
            self.assertIn(text, html)

    def test_ticks_are_empty_before_the_approval(self):
        """F29."""
        html = self._html("report_f29", self._submitted())
        self.assertEqual(html.count("☑"), 2)

    def test_urgent_request(self):
        """F13."""
        request = self._approved_request()
        html = self._html("report_f13", request)
        for text in (request.name, "车辆停驶", self.sales_head.name, self.dgm.name):
            self.assertIn(text, html)

    def test_buyer_signs_with_the_order(self):
        """F13."""
        request = self._approved_request()
        self.assertFalse(request._form_signature("engine:buyer"))
        request.with_user(self.buyer).action_make_orders()
        order = request.sudo().line_ids.order_line_ids.order_id
        order.button_confirm()
        signature = request._form_signature("engine:buyer")
        self.assertEqual(signature["name"], order.user_id.name)
