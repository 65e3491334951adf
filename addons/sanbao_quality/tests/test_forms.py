from lxml import html as html_tree

from odoo.tests import Form, tagged

from odoo.addons.sanbao_base.tests.printing import printed_text

from .common import QualityCommon


@tagged("post_install", "-at_install")
class TestForms(QualityCommon):
    def _text(self, report, records):
        return printed_text(self.env, report, records)

    def test_form_39_prints_what_came_and_what_was_found(self):
        """F39, STK-05, STK-10, STK-11."""
        self.keeper.name, self.inspector.name = "库管李", "质检王"
        picking = self._picking((self.part, 10), (self.inspected, 8))
        picking.move_line_ids.filtered(lambda line: line.product_id == self.part).write(
            {
                "sanbao_spec_check": "ok",
                "sanbao_look_check": "bad",
                "sanbao_bad_qty": 3,
                "sanbao_check_note": "外壳破损",
            }
        )
        picking.action_sanbao_check_all_ok()
        self._validate(picking)
        inspection = picking.sudo().sanbao_inspection_ids.with_user(self.inspector)
        self._decide(inspection, accepted=6, rejected=2)
        text = self._text("sanbao_quality.report_f39", picking)
        # Narrow columns break words.
        words = "".join(text.split())
        self.assertEqual(text.count("YB-10"), 2)
        for expected in (
            *("江城泵业", "外壳破损", "密封面", "库管李", "质检王", "V1"),
            "BHG",
        ):
            self.assertIn(expected, words)

    def test_form_39_prints_performance_and_what_the_supplier_agreed(self):
        """F39, STK-11: only inspected goods have a performance."""
        picking = self._picking((self.part, 10), (self.inspected, 8))
        picking.action_sanbao_check_all_ok()
        self._validate(picking)
        inspection = picking.sudo().sanbao_inspection_ids.with_user(self.inspector)
        self._decide(inspection, accepted=6, rejected=2)
        sheet = inspection.sudo().sanbao_nonconformity_id
        sheet.write({"supplier_outcome": "replace", "supplier_note": "十日内补发"})
        rows = picking._form_check_lines()
        self.assertEqual([row["first"] for row in rows], [True, True])
        self.assertEqual(
            [bool(row["performance"]) for row in rows],
            [bool(row["inspections"]) for row in rows],
        )
        (outcome,) = picking._form_supplier_outcomes()
        self.assertIn("十日内补发", outcome)
        words = "".join(self._text("sanbao_quality.report_f39", picking).split())
        self.assertEqual(words.count("十日内补发"), 2)

    def test_what_nobody_has_found_yet_is_left_to_be_filled_in(self):
        """F39, F33: what Odoo reserves is what was ordered, not what came."""
        picking = self._picking((self.part, 10), (self.inspected, 8))
        rows = picking._form_check_lines()
        verdicts = {(row["accepted"], row["rejected"]) for row in rows}
        self.assertEqual(verdicts, {(None, None)})
        # The expected quantity stands alone.
        for report in ("sanbao_quality.report_f39", "sanbao_stock.report_f33"):
            for found in (1, 2):
                with self.subTest(report=report, found=found):
                    self.assertEqual(
                        self._count_in_lines(report, picking, "8.00"), found
                    )
                picking.action_sanbao_check_all_ok()
            picking.action_sanbao_check_again()

    def _count_in_lines(self, report, record, text):
        render = self.env["ir.actions.report"]._render_qweb_html
        html, _kind = render(report, record.ids)
        table = html_tree.fromstring(html).find_class("sanbao-lines")[0]
        return table.text_content().count(text)

    def test_a_sheet_leads_to_its_inspection_and_a_lot_to_its_certificate(self):
        """QLT-03, QLT-15."""
        lot = self._lot("PC-7")
        inspection = self._passed(self._produced(self.tracked, lot=lot))
        self.assertEqual(lot.sanbao_certificate_count, 0)
        inspection.with_user(self.second).action_sanbao_certify()
        lot.invalidate_recordset()
        self.assertEqual(lot.sanbao_certificate_count, 1)
        action = lot.action_sanbao_view_certificates()
        found = self.env["sanbao.quality.certificate"].search(action["domain"])
        self.assertEqual(found.inspection_id, inspection)

        picking = self._received((self.inspected, 8))
        failed = picking.sudo().sanbao_inspection_ids.with_user(self.inspector)
        self._decide(failed, accepted=6, rejected=2)
        sheet = failed.sudo().sanbao_nonconformity_id.with_user(self.inspector)
        self.assertEqual(sheet.action_view_receipt()["res_id"], picking.id)
        self.assertEqual(picking.sanbao_sheet_count, 1)
        action = picking.action_sanbao_view_sheets()
        self.assertEqual(sheet.search(action["domain"]), sheet)
        self.assertEqual(sheet.inspection_count, 1)
        action = sheet.action_view_inspections()
        self.assertEqual(self.inspections.search(action["domain"]), failed)

    def test_who_inspects_and_who_buys_open_a_transfer(self):
        """STK-11: Odoo's repairs must not stand in their way."""
        picking = self._received((self.inspected, 8))
        for user in (self.inspector, self.manager, self.buyer, self.keeper):
            with self.subTest(user=user.login):
                form = Form(picking.with_user(user))
                self.assertEqual(form.name, picking.name)

    def test_empty_cells_stay_in_their_columns(self):
        """F39, F22: a batch without lot, a point without method."""
        picking = self._received((self.part, 10))
        inspection = self._passed(self._produced())
        render = self.env["ir.actions.report"]._render_qweb_html
        for report, record, columns in (
            ("sanbao_quality.report_f39", picking, 13),
            ("sanbao_quality.report_f22", inspection, 6),
        ):
            html, _kind = render(report, record.ids)
            table = html_tree.fromstring(html).find_class("sanbao-lines")[0]
            for row in table.iter("tr"):
                with self.subTest(report=report):
                    self.assertEqual(len(row), columns)

    def test_form_22_prints_points_and_signatures(self):
        """F22, QLT-02: two copies."""
        self.inspector.name, self.second.name = "质检王", "化验主任"
        inspection = self._passed(self._produced(self.tracked, lot=self._lot("PC-7")))
        text = self._text("sanbao_quality.report_f22", inspection)
        self.assertEqual(text.count("PC-7"), 2)
        for expected in (
            inspection.sanbao_report_no,
            *("质检王", "化验主任", "GB/T 5657-2013", "检查appearance", "1.50"),
        ):
            self.assertIn(expected, text)

    def test_form_23_is_printed_once_for_the_goods(self):
        """F23, QLT-03."""
        self.second.name = "化验主任"
        inspection = self._passed(self._produced(self.tracked, lot=self._lot("PC-7")))
        action = inspection.with_user(self.second).action_sanbao_certify()
        certificate = self.env["sanbao.quality.certificate"].browse(action["res_id"])
        text = self._text("sanbao_quality.report_f23", certificate)
        self.assertEqual(text.count("PC-7"), 1)
        for expected in (
            certificate.name,
            inspection.sanbao_report_no,
            *("PQ-26", "J01", "化验主任", "第一联", "随货"),
        ):
            self.assertIn(expected, text)

    def test_the_labels_of_lots_begin_on_the_first_page(self):
        """QLT-04: no empty page comes first."""
        lots = self._lot("PC-8") | self._lot("PC-9")
        text = self._text("stock.report_lot_label", lots)
        self.assertEqual(text.count("\f"), 1)
        self.assertIn("PC-9", text)

    def test_the_label_of_a_lot_says_its_status_and_the_day(self):
        """QLT-04: product, lot, date and status."""
        lot = self._lot("PC-8")
        inspection = self._produced(self.tracked, lot=lot)
        for decide, status in ((None, "待检"), (self._decide, "合格")):
            if decide:
                decide(inspection)
            html, _kind = (
                self.env["ir.actions.report"]
                .with_context(lang="zh_CN")
                ._render_qweb_html("stock.report_lot_label", lot.ids)
            )
            for expected in ("PC-8", "曝气头", status):
                self.assertIn(expected, html.decode())
        self.assertIn(lot._sanbao_quality_day(), html.decode())
