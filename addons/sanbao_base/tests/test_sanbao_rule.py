from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.sanbao_base.exceptions import RuleViolation

from .common import SanbaoCommon


@tagged("post_install", "-at_install")
class TestSanbaoRule(SanbaoCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.staff = cls._person("staff")
        cls.document = cls.env["res.partner"].create({"name": "红星环卫处"})

    def _gate(self, records=None, message="Do this instead."):
        records = self.document if records is None else records
        self.env["sanbao.rule"].with_user(self.staff)._gate("TST-01", records, message)

    def _events(self):
        return self.env["sanbao.rule.event"].search([("rule_id", "=", self.rule.id)])

    def test_block_refuses_and_names_the_rule(self):
        with self.assertRaises(RuleViolation) as refusal:
            self._gate()
        self.assertEqual(refusal.exception.rule_code, "TST-01")
        self.assertEqual(str(refusal.exception), "TST-01 Test rule\nDo this instead.")

    def test_a_refusal_is_logged_although_the_transaction_rolls_back(self):
        with self.assertRaises(RuleViolation):
            self._gate()
        self.assertFalse(self._events())
        self._end_of_refused_request()
        event = self._events()
        self.assertEqual(event.outcome, "blocked")
        self.assertEqual(event.user_id, self.staff)
        self.assertEqual(event.res_id, self.document.id)
        self.assertEqual(event.res_name, "红星环卫处")
        self.env.cr.postcommit.run()
        self.assertEqual(len(self._events()), 1)

    def test_warn_passes_logs_and_tells_the_user(self):
        self.rule.mode = "warn"
        with self.assertBusNotification():
            self._gate()
        self.assertEqual(self._events().outcome, "warned")

    def assertBusNotification(self):
        sent = []
        self.patch(
            type(self.env["bus.listener.mixin"]),
            "_bus_send",
            lambda listener, kind, message, **kwargs: sent.append((kind, message)),
        )
        case = self

        class Sent:
            def __enter__(self):
                return sent

            def __exit__(self, *error):
                case.assertEqual(sent[0][0], "simple_notification")
                case.assertIn("Do this instead.", sent[0][1]["message"])

        return Sent()

    def test_off_lets_everything_pass(self):
        self.rule.mode = "off"
        self._gate()
        self.assertFalse(self._events())
        self.assertFalse(self.env["sanbao.rule"]._is_on("TST-01"))

    def test_nothing_offends_when_there_are_no_offenders(self):
        self._gate(self.env["res.partner"])

    def test_the_mode_is_the_one_of_the_offenders_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.rule.with_company(other).mode = "off"
        self.document.company_id = other
        self._gate()
        self.document.company_id = self.company
        with self.assertRaises(RuleViolation):
            self._gate()

    def test_one_message_per_record_names_the_first_ones(self):
        partners = self.env["res.partner"].create(
            [{"name": f"客户{number}"} for number in range(12)]
        )
        with self.assertRaises(RuleViolation) as refusal:
            self._gate(partners, lambda partner: partner.name)
        self.assertIn("客户9", str(refusal.exception))
        self.assertNotIn("客户10", str(refusal.exception))

    def test_an_unknown_code_is_an_error_of_the_programmer(self):
        with self.assertRaises(KeyError):
            self.env["sanbao.rule"]._gate("TST-99", self.document, "")

    def test_the_mode_is_changed_by_the_administrator_only_and_kept(self):
        admin = self._person("rule admin", "admin")
        with self.assertRaises(AccessError):
            self.rule.with_user(self.staff).mode = "off"
        self.rule.with_user(admin).mode = "off"
        change = self.rule.change_ids
        self.assertEqual((change.user_id, change.old_value), (admin, "Block"))
        self.assertEqual(change.new_value, "Off")
        with self.assertRaises(AccessError):
            self.rule.with_user(admin).unlink()

    def test_nobody_writes_the_log(self):
        with self.assertRaises(RuleViolation):
            self._gate()
        self._end_of_refused_request()
        event = self._events()
        for person in (self.staff, self.env.ref("base.user_admin")):
            for attempt in (
                lambda rows: rows.write({"outcome": "warned"}),
                lambda rows: rows.unlink(),
                lambda rows: rows.create(
                    {"rule_id": self.rule.id, "outcome": "warned"}
                ),
            ):
                with self.assertRaises(AccessError):
                    attempt(event.with_user(person))

    def test_a_passing_gate_costs_no_query(self):
        self._is_warm = self.env["sanbao.rule"]._is_on("TST-01")
        with self.assertQueryCount(0):
            self.env["sanbao.rule"]._gate("TST-01", self.env["res.partner"], "")
