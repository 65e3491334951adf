from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common import SanbaoCommon


@tagged("post_install", "-at_install")
class TestSanbaoParameter(SanbaoCommon):
    def test_values_are_typed(self):
        table = [
            ("amount", "1000", 1000.0),
            ("number", "0.5", 0.5),
            ("percent", "20", 20.0),
            ("integer", "3", 3),
            ("days", "30", 30),
            ("hours", "24", 24),
            ("flag", "on", True),
            ("flag", "否", False),
            ("text", "甲", "甲"),
        ]
        for number, (kind, raw, expected) in enumerate(table):
            with self.subTest(kind=kind, raw=raw):
                self._parameter(f"tst_{number}", kind, raw)
                value = self.env["sanbao.parameter"]._get(f"tst_{number}")
                self.assertEqual(value, expected)
                self.assertIs(type(value), type(expected))

    def test_a_choice_is_one_of_its_keys(self):
        parameter = self._parameter("tst_choice", "choice", "a", choices="a:甲\nb:乙")
        self.assertEqual(parameter.effective_value, "甲")
        parameter.value = "b"
        self.assertEqual(self.env["sanbao.parameter"]._get("tst_choice"), "b")
        with self.assertRaisesRegex(ValidationError, "tst_choice"):
            parameter.value = "c"

    def test_bad_values_are_refused(self):
        for kind, raw in [
            ("amount", "many"),
            ("amount", "-1"),
            ("amount", "nan"),
            ("amount", "inf"),
            ("days", "1.5"),
            ("flag", "maybe"),
        ]:
            parameter = self._parameter(
                f"tst_{kind}_{raw}", kind, "on" if kind == "flag" else "1"
            )
            with (
                self.subTest(kind=kind, raw=raw),
                self.assertRaises(ValidationError),
                self.cr.savepoint(),
            ):
                parameter.value = raw

    def test_each_company_has_its_own_value(self):
        parameter = self._parameter("tst_amount", "amount", "1000")
        other = self.env["res.company"].create({"name": "Other"})
        parameter.with_company(other).value = "2000"
        get = self.env["sanbao.parameter"]._get
        self.assertEqual(get("tst_amount", self.company), 1000)
        self.assertEqual(get("tst_amount", other), 2000)
        parameter.with_company(other).value = False
        self.assertEqual(get("tst_amount", other), 1000)

    def test_an_unknown_code_is_an_error_of_the_programmer(self):
        with self.assertRaises(KeyError):
            self.env["sanbao.parameter"]._get("tst_no_such")

    def test_a_change_is_kept_with_person_old_and_new(self):
        parameter = self._parameter("tst_days", "days", "30")
        admin = self._person("rule admin", "admin")
        parameter.with_user(admin).value = "45"
        change = parameter.change_ids
        self.assertEqual(
            (change.user_id, change.old_value, change.new_value), (admin, "30", "45")
        )
        for person in (admin, self.env.ref("base.user_admin")):
            for attempt in (
                lambda rows: rows.write({"new_value": "30"}),
                lambda rows: rows.unlink(),
                lambda rows: rows.create({"rule_id": self.rule.id}),
            ):
                with self.assertRaises(AccessError):
                    attempt(change.with_user(person))

    def test_only_the_administrator_changes_values(self):
        parameter = self._parameter("tst_days", "days", "30")
        manager = self._person("gm", "gm")
        self.assertEqual(parameter.with_user(manager).effective_value, "30")
        with self.assertRaises(AccessError):
            parameter.with_user(manager).value = "1"

    def test_reading_a_value_again_costs_no_query(self):
        self._parameter("tst_days", "days", "30")
        get = self.env["sanbao.parameter"]._get
        get("tst_days")
        with self.assertQueryCount(0):
            get("tst_days")
