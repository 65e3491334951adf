from datetime import timedelta

from odoo import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.sanbao_approval.engine import as_engine
from odoo.addons.sanbao_base.local_time import (
    company_timezone,
    company_today,
    day_end,
    day_start,
)
from odoo.addons.sanbao_parts.tests.common import PartsCommon


@tagged("post_install", "-at_install")
class TestEvaluationService(PartsCommon):
    """PUR-08: what after-sales recorded in the period counts, as it was recorded.

    Cases, issues and return notes are made by the people and buttons of their own tests.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Orders and receipts have their own tests, in other addons too.
        foreign = ["|", ("area", "=", "PUR"), ("code", "in", ("STK-05", "STK-12"))]
        cls.env["sanbao.rule"].search(foreign).mode = "off"
        cls.maker, cls.stranger = cls.env["res.partner"].create(
            [
                {"name": "青禾液压件厂", "is_company": True},
                {"name": "白石液压", "is_company": True},
            ]
        )
        cls._sold_by(cls.part, cls.maker)
        cls.dossier = cls.env["sanbao.supplier"].create({"partner_id": cls.maker.id})
        cls.evaluations = cls.env["sanbao.supplier.evaluation"]
        cls.today = company_today(cls.company)

    @classmethod
    def _sold_by(cls, product, *partners):
        product.seller_ids = [Command.clear()] + [
            Command.create({"partner_id": partner.id, "sequence": number})
            for number, partner in enumerate(partners)
        ]

    def _evaluate(self, days=0):
        """The evaluation of one day, today or so many days from it."""
        day = self.today + timedelta(days=days)
        return self.evaluations._open_for(self.dossier, (day, day))

    def _figures(self, evaluation):
        evaluation._refresh()
        return {f.kind: (f.quantity, f.record_ids) for f in evaluation.fact_ids}

    def _line(self, evaluation, code):
        return evaluation.line_ids.filtered(lambda line: line.criterion_id.code == code)

    def _receive(self, quantity, product=None, partner=None, lot=None):
        product, partner = product or self.part, partner or self.maker
        line = {"product_id": product.id, "product_qty": quantity, "price_unit": 1}
        order = self.env["purchase.order"].create(
            {"partner_id": partner.id, "order_line": [Command.create(line)]}
        )
        order.button_confirm()
        move = order.picking_ids.move_ids
        if lot:
            move.lot_ids = lot
        move.quantity = quantity
        move.picked = True
        move._action_done()

    # === Replacements under warranty ===

    def test_parts_issued_under_warranty(self):
        """PUR-08: issued, under warranty and bought from this supplier first."""
        issue = self._issued(self._case((self.part, 3)))
        self._approved_issue(self._case((self.part, 1)))
        self._issued(self._case((self.part, 1)), category="sale")
        other, shared = self._product("滤芯", 50), self._product("密封圈", 5)
        self._sold_by(other, self.stranger)
        self._sold_by(shared, self.stranger, self.maker)
        for product in (other, shared):
            self._put(product, 5)
        self._issued(self._case((other, 2), (shared, 2)))
        figures = self._figures(self._evaluate())
        self.assertEqual(figures["warranty"], (3, issue.line_ids.ids))

    def test_parts_that_came_back_unused_replaced_nothing(self):
        """PUR-08."""
        application = self._case((self.part, 3))
        self._issued(application)
        evaluation = self._evaluate()
        note = self._note(application, "unused").with_user(self.staff)
        note.line_ids.quantity = 1
        self.assertEqual(self._figures(evaluation)["warranty"][0], 3)
        self._post(note)
        self.assertEqual(self._figures(evaluation)["warranty"][0], 2)

    def test_first_and_last_moment_of_the_period(self):
        """PUR-08: the day of the company, for each of the sources."""
        application = self._case((self.part, 1))
        issue = self._issued(application)
        note = self._note(application)
        self._post(note)
        zone = company_timezone(self.company)
        start, end = day_start(self.today, zone), day_end(self.today, zone)
        second = timedelta(seconds=1)
        records = (
            (issue, "issued_at", "warranty"),
            (note, "inspected_at", "old_supplier"),
            (application.ticket_id, "sanbao_reported_at", "complaint"),
        )
        evaluation = self._evaluate()
        for record, field, kind in records:
            for moment, counts in (
                (start - second, False),
                (start, True),
                (end, True),
                (end + second, False),
            ):
                with self.subTest(kind=kind, moment=moment):
                    as_engine(record).write({field: moment})
                    self.assertEqual(kind in self._figures(evaluation), counts)

    # === Old parts ===

    def test_old_parts_by_the_side_that_answers_for_them(self):
        """PUR-08: only what quality control has found."""
        application = self._case((self.part, 3))
        self._issued(application)
        note = self._note(application)
        note.with_user(self.keeper).action_receive()
        self._findings(note)
        theirs, used, nobodys = note.line_ids
        used.with_user(self.qc).responsible_side = "use"
        nobodys.with_user(self.qc).responsible_side = "none"
        evaluation = self._evaluate()
        self.assertEqual(self._figures(evaluation).keys(), {"warranty", "complaint"})
        note.with_user(self.qc).action_inspect()
        figures = self._figures(evaluation)
        self.assertEqual(figures["old_supplier"], (1, theirs.ids))
        self.assertEqual(figures["old_other"], (2, (used | nobodys).ids))
        note.with_user(self.keeper).action_post()
        self.assertEqual(self._figures(evaluation), figures)

    def test_a_piece_with_a_number_is_its_makers(self):
        """PUR-08: not of who is asked for the part first, but of who delivered it."""
        pump = self._product("计量泵", 80, tracking="serial")
        self._sold_by(pump, self.maker, self.stranger)
        old, new = self.env["stock.lot"].create(
            [{"name": name, "product_id": pump.id} for name in ("P-1", "P-2")]
        )
        self._receive(1, pump, self.stranger, old)
        # It has failed in the field; another one replaces it.
        self.env["stock.quant"].search([("lot_id", "=", old.id)]).quantity = 0
        self._put(pump, 1, new)
        application = self._case((pump, 1))
        self._issued(application)
        theirs = self._evaluate()
        self.assertEqual(self._figures(theirs)["warranty"][0], 1)
        application.sudo().old_part_ids.serial = old.name
        note = self._note(application)
        self._post(note)
        self.assertEqual(self._figures(theirs).keys(), {"complaint"})
        self.dossier = self.env["sanbao.supplier"].create(
            {"partner_id": self.stranger.id}
        )
        figures = self._figures(self._evaluate())
        self.assertEqual(figures["warranty"][0], 1)
        self.assertEqual(figures["old_supplier"], (1, note.line_ids.ids))

    # === Complaints ===

    def test_cases_with_a_quality_problem(self):
        """PUR-08: once for each case, by its parts or else by the unit."""
        shared = self._product("密封圈", 5)
        self._sold_by(shared, self.maker)
        case = self._case((self.part, 1), (shared, 1)).ticket_id
        self._application(cause_class="misuse")
        self._application(cause_class="quality").action_cancel()
        foreign = self._product("滤芯", 50)
        self._sold_by(foreign, self.stranger)
        self._case((foreign, 1))
        evaluation = self._evaluate()
        self.assertEqual(self._figures(evaluation)["complaint"], (1, case.ids))
        # A unit that was bought as it is: its maker answers for what has no parts.
        self._sold_by(self.vehicle, self.maker)
        whole = self._application(cause_class="quality").ticket_id
        quantity, ids = self._figures(evaluation)["complaint"]
        self.assertEqual((quantity, set(ids)), (2, {case.id, whole.id}))

    # === From records to scores ===

    def test_scores_from_service_records(self):
        """PUR-08: of 10 received 4 were replaced, one of them by misuse; one case."""
        self._receive(10)
        application = self._case((self.part, 4))
        self._issued(application)
        note = self._note(application)
        note.with_user(self.keeper).action_receive()
        self._findings(note)
        note.line_ids[0].with_user(self.qc).responsible_side = "use"
        note.with_user(self.qc).action_inspect()
        evaluation = self._evaluate()
        self.assertEqual(self._line(evaluation, "durability").system_score, 70)
        self.assertEqual(self._line(evaluation, "reliability").system_score, 90)
        self.assertTrue(evaluation.has_score)
        self.assertFalse(self._evaluate(-1).has_score)

    def test_purchasing_and_quality_open_the_records(self):
        """PUR-08: every figure opens what was counted, for those who score."""
        application = self._case((self.part, 1))
        self._issued(application)
        self._post(self._note(application))
        evaluation = self._evaluate()
        kinds = {fact.kind for fact in evaluation.fact_ids}
        self.assertEqual(kinds, {"warranty", "old_supplier", "complaint"})
        for role in ("pb", "pm", "qc"):
            user = new_test_user(self.env, f"eval_{role}", f"sanbao_base.group_{role}")
            for fact in evaluation.fact_ids.with_user(user):
                with self.subTest(role=role, kind=fact.kind):
                    action = fact.action_view_records()
                    model = self.env[action["res_model"]].with_user(user)
                    found = model.search(action["domain"])
                    self.assertEqual(found.ids, fact.record_ids)
                    self.assertTrue(found.mapped("display_name"))

    def test_queries_do_not_grow_with_the_records(self):
        """PUR-08."""
        evaluation = self._evaluate()

        def cost(number):
            parts = [self._product(f"轴承{i}", 9) for i in range(number)]
            for part in parts:
                self._sold_by(part, self.maker)
                self._put(part, 1)
            self._issued(self._case(*((part, 1) for part in parts)))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            evaluation._gather()
            return self.env.cr.sql_log_count - before

        cost(1)
        self.assertLessEqual(cost(8), cost(2))
