from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tests.common import freeze_time

from odoo.addons.sanbao_base.exceptions import RuleViolation

from .common import SanbaoCommon


@tagged("post_install", "-at_install")
class TestSanbaoRuleOverride(SanbaoCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule.override_group_id = cls.env.ref("sanbao_base.group_gm")
        cls.staff = cls._person("staff")
        cls.manager = cls._person("gm", "gm")
        cls.documents = cls.env["res.partner"].create([{"name": "A"}, {"name": "B"}])

    def _gate(self, user, records):
        self.env["sanbao.rule"].with_user(user)._gate("TST-01", records, "No.")

    def _refusal(self, user, record):
        with self.assertRaises(RuleViolation):
            self._gate(user, record)
        self._end_of_refused_request()
        return self.env["sanbao.rule.event"].search(
            [("user_id", "=", user.id)], limit=1
        )

    def _override(self, user, event, reason="Agreed with the customer"):
        return (
            self.env["sanbao.rule.override"]
            .with_user(user)
            .create({"event_id": event.id, "reason": reason})
        )

    def test_an_override_lets_that_record_pass_and_is_logged(self):
        document, other = self.documents
        self._override(self.manager, self._refusal(self.staff, document))
        self._gate(self.staff, document)
        with self.assertRaises(RuleViolation):
            self._gate(self.staff, other)
        event = self.env["sanbao.rule.event"].search([("outcome", "=", "overridden")])
        self.assertEqual(event.res_id, document.id)

    def test_it_ends_after_its_hours(self):
        event = self._refusal(self.staff, self.documents[0])
        self.rule.override_hours = 2
        now = fields.Datetime.now()
        with freeze_time(now):
            self._override(self.manager, event)
        with freeze_time(now + timedelta(hours=2, seconds=-1)):
            self._gate(self.staff, self.documents[0])
        with freeze_time(now + timedelta(hours=2)), self.assertRaises(RuleViolation):
            self._gate(self.staff, self.documents[0])

    def test_only_the_named_group_may_and_never_for_its_own_refusal(self):
        event = self._refusal(self.staff, self.documents[0])
        with self.assertRaises(AccessError):
            self._override(self._person("sm", "sm"), event)
        own = self._refusal(self.manager, self.documents[0])
        with self.assertRaises(AccessError):
            self._override(self.manager, own)

    def test_a_reason_is_needed(self):
        event = self._refusal(self.staff, self.documents[0])
        with self.assertRaises(ValidationError):
            self._override(self.manager, event, reason="  ")

    def test_it_cannot_be_stretched_afterwards(self):
        override = self._override(
            self.manager, self._refusal(self.staff, self.documents[0])
        )
        with self.assertRaises(AccessError):
            override.with_user(self.manager).write({"valid_until": "2099-01-01"})

    def test_given_values_do_not_extend_it(self):
        event = self._refusal(self.staff, self.documents[0])
        override = (
            self.env["sanbao.rule.override"]
            .with_user(self.manager)
            .create(
                {
                    "event_id": event.id,
                    "reason": "Why",
                    "valid_until": "2099-01-01",
                    "user_id": self.staff.id,
                    "res_id": self.documents[1].id,
                }
            )
        )
        self.assertEqual(override.user_id, self.manager)
        self.assertLess(override.valid_until.year, 2099)
        self.assertEqual(override.res_id, self.documents[0].id)
