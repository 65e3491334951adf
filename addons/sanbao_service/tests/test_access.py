from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import ServiceCommon


@tagged("post_install", "-at_install")
class TestAccess(ServiceCommon):
    """Who may see and change service documents beyond what the steps allow."""

    def test_the_gate_sees_no_service_documents(self):
        application = self._approved(1500)
        budget = self._budget(application, 1500)
        guard = new_test_user(self.env, "svc_gate_r", "sanbao_base.group_gate")
        for document in (application, budget):
            with self.subTest(model=document._name), self.assertRaises(AccessError):
                document.with_user(guard).read(["name"])

    def test_leaders_and_supervisors_read_every_case_and_change_none(self):
        ticket = self._ticket()
        for role in ("gm", "dgm", "sup", "tech", "fin"):
            person = new_test_user(
                self.env, f"svc_t_{role}", f"sanbao_base.group_{role}"
            )
            with self.subTest(role=role):
                reader = ticket.with_user(person)
                self.assertEqual(reader.name, ticket.name)
                with self.assertRaises(AccessError):
                    reader.write({"name": "x"})
        guard = new_test_user(self.env, "svc_t_gate", "sanbao_base.group_gate")
        with self.assertRaises(AccessError):
            ticket.with_user(guard).read(["name"])

    def test_other_departments_read_and_change_nothing(self):
        application = self._approved(1500)
        for role in ("wh", "qc", "fin", "tech", "gm"):
            person = new_test_user(
                self.env, f"svc_r_{role}", f"sanbao_base.group_{role}"
            )
            with self.subTest(role=role):
                reader = application.with_user(person)
                self.assertTrue(reader.read(["name"]))
                with self.assertRaises(AccessError):
                    reader.write({"result": "x"})
                with self.assertRaises(AccessError):
                    reader.unlink()
