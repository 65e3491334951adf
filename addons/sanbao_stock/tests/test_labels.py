import json
import subprocess

import lxml.html

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

    def test_the_label_of_a_product_shows_its_price_and_keeps_off_the_edge(self):
        """Odoo's style sheet counts on what wkhtmltopdf makes of it."""
        self.part.write({"name": "水泵总成", "list_price": 1234.5})
        wizard = self.env["product.label.layout"].create(
            {"product_ids": self.part.ids, "print_format": "2x7xprice"}
        )
        action = wizard.process()
        reports = self.env["ir.actions.report"].with_context(
            force_report_rendering=True
        )
        # The browser sends the keys back as text.
        data = json.loads(json.dumps(action["data"]))
        pdf, _kind = reports._render_qweb_pdf(action["report_name"], data=data)
        words = subprocess.run(
            ["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True
        )
        places = {
            word.text: (float(word.get("xmin")), float(word.get("ymax")))
            for word in lxml.html.fromstring(words.stdout).iter("word")
        }
        (price,) = (place for text, place in places.items() if "1,234." in text)
        # The sheet's margins are 3 mm and 14 mm, a label is 37.1 mm high, 1 mm is 2.835 pt.
        self.assertLess(price[1], (14 + 2 + 37.1) * 2.835)
        self.assertGreater(min(left for left, _bottom in places.values()), 3 * 2.835)
