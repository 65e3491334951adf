from odoo.tests import tagged

from .common import StockCommon


@tagged("post_install", "-at_install")
class TestLabels(StockCommon):
    def test_keepers_print_labels_of_products(self):
        """They may not change products, which Odoo asks for without a group."""
        for name, record in (
            ("product.action_product_print_labels", self.part),
            ("product.action_product_template_print_labels", self.part.product_tmpl_id),
        ):
            action = self.env.ref(name).with_user(self.keeper)
            action = action.with_context(
                active_model=record._name, active_id=record.id, active_ids=record.ids
            )
            with self.subTest(record._name):
                self.assertEqual(action.run()["res_model"], "product.label.layout")
