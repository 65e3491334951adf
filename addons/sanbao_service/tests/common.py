from datetime import timedelta

from odoo import Command, fields
from odoo.tests import new_test_user
from odoo.tests.common import TransactionCase

HELPDESK = "helpdesk_mgmt.group_helpdesk_user"


class ServiceCommon(TransactionCase):
    """A vehicle in warranty at a customer, and one person for each role of the flow."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True))
        cls.company = cls.env.company
        cls.company.partner_id.tz = "Asia/Shanghai"
        cls.cs = cls._person("svc_cs", "cs")
        cls.staff = cls._person("svc_as", "as")
        cls.engineer = cls._person("svc_eng", "eng")
        cls.asm = cls._person("svc_asm", "asm")
        cls.sm = cls._person("svc_sm", "sm")
        cls.dgm = cls._person("svc_dgm", "dgm")
        cls.gm = cls._person("svc_gm", "gm")
        cls.partner = cls.env["res.partner"].create(
            {"name": "青禾市环卫处", "phone": "0000-8800001", "is_company": True}
        )
        cls.vehicle = cls.env["product.product"].create(
            {
                "name": "洗扫车",
                "type": "consu",
                "is_storable": True,
                "tracking": "serial",
            }
        )
        cls.env["sanbao.warranty.policy"].create(
            {
                "name": "整车一年",
                "warranty_months": 12,
                "warranty_scope": "全车",
                "product_tmpl_id": cls.vehicle.product_tmpl_id.id,
            }
        )
        cls.part = cls.env["product.product"].create(
            {
                "name": "高压水泵",
                "default_code": "GB-200",
                "type": "consu",
                "is_storable": True,
                "list_price": 100.0,
                "taxes_id": [Command.clear()],
            }
        )
        cls.archive = cls._archive("SN-0001")
        # Where sanbao_parts is installed, parts must have been issued (its own tests).
        cls.env["sanbao.rule"].search([("code", "=", "SVC-16")]).mode = "off"

    @classmethod
    def _person(cls, login, *roles, **values):
        groups = [f"sanbao_base.group_{role}" for role in roles] + [HELPDESK]
        return new_test_user(cls.env, login, ",".join(groups), **values)

    @classmethod
    def _archive(cls, serial, days_ago=100, **values):
        lot = cls.env["stock.lot"].create(
            {"name": serial, "product_id": cls.vehicle.id}
        )
        delivered = fields.Date.today() - timedelta(days=days_ago)
        return cls.env["sanbao.archive"].create(
            {
                "lot_id": lot.id,
                "partner_id": cls.partner.id,
                "contact_name": "李队长",
                "contact_phone": "13900000001",
                "ex_factory_date": delivered,
                "acceptance_date": delivered,
                **values,
            }
        )

    def _ticket(self, user=None, **values):
        return (
            self.env["helpdesk.ticket"]
            .with_user(user or self.cs)
            .create(
                {
                    "name": "高压水泵不出水",
                    "description": "<p>启动后水泵无压力</p>",
                    "partner_id": self.partner.id,
                    "sanbao_archive_id": self.archive.id,
                    "channel_id": self.env.ref(
                        "helpdesk_mgmt.helpdesk_ticket_channel_phone"
                    ).id,
                    "user_id": self.staff.id,
                    **values,
                }
            )
        )

    def _application(self, estimate=0.0, user=None, **values):
        """A complete application of a case; ``estimate`` stands under labour."""
        ticket = values.pop("ticket", None) or self._ticket()
        return (
            self.env["sanbao.service.application"]
            .with_user(user or self.staff)
            .create(
                {
                    "ticket_id": ticket.id,
                    "analysis": "密封件老化",
                    "cause_class": "quality",
                    "solution_type": "repair",
                    "amount_labour": estimate,
                    **values,
                }
            )
        )

    def _approve(self, document, *people):
        """Each of the people approves the step that waits for him."""
        if document.state == "draft":
            document.action_submit()
        for person in people:
            document.with_user(person)._validate_tier()
        document.invalidate_recordset()
        return document

    def _approved(self, estimate=0.0, **values):
        application = self._application(estimate, **values)
        people = [self.asm] + ([self.sm] if application.part_line_ids else [])
        self._approve(application, *people)
        self.assertEqual(application.state, "approved")
        return application

    def _budget(self, application, amount, **values):
        return (
            self.env["sanbao.service.budget"]
            .with_user(self.staff)
            .create(
                {
                    "application_id": application.id,
                    "line_ids": [
                        Command.create({"item": "labour", "price_unit": amount})
                    ],
                    **values,
                }
            )
        )

    def _finished(self, application):
        """The work is done and the customer was told; no visit was needed."""
        application._on_work_finished(fields.Datetime.now())
        application.action_record_notice()
        return application

    def _accepted(self, application, solved="yes", satisfaction="5"):
        self._finished(application)
        self.env["sanbao.service.acceptance"].with_user(self.staff).create(
            {
                "application_id": application.id,
                "accepted_by": "李队长",
                "solved": solved,
                "satisfaction": satisfaction,
            }
        ).action_accept()
        return application

    def assertRule(self, code):
        """Within this block the rule refuses."""
        return self.assertRaisesRegex(Exception, rf"^{code} ")
