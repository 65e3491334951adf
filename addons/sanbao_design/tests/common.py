from contextlib import contextmanager

from odoo import Command, fields
from odoo.tests import new_test_user
from odoo.tests.common import TransactionCase

from odoo.addons.sanbao_base.exceptions import RuleViolation
from odoo.addons.sanbao_base.local_time import company_timezone, local_day

EDITOR = "document_page.group_document_editor"
APPROVER = "document_page_approval.group_document_approver_user"


class DesignCommon(TransactionCase):
    """Designers, an approver of documents, a product of our own and its design file."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True))
        cls.company = cls.env.company
        cls.company.partner_id.tz = "Asia/Shanghai"
        cls.designer = cls._person("dsg_rd", "rd", extra=[EDITOR])
        cls.colleague = cls._person("dsg_tech2", "tech", extra=[EDITOR])
        cls.manager = cls._person("dsg_dgm", "dgm", extra=[EDITOR, APPROVER])
        cls.inspector = cls._person("dsg_qc", "qc", extra=[EDITOR])
        cls.seller = cls._person(
            "dsg_sr", "sr", extra=["sales_team.group_sale_salesman_all_leads"]
        )
        cls.customer = cls.env["res.partner"].create({"name": "云岭环卫"})
        cls.sweeper = cls._product("洗扫车 XS-9")
        cls.today = local_day(fields.Datetime.now(), company_timezone(cls.company))
        # Other addons that are installed too have rules of their own for orders.
        cls.env["sanbao.rule"].search([("area", "=", "SAL")]).mode = "off"
        cls._mode("QLT-07", "block")

    @classmethod
    def _person(cls, login, *roles, extra=(), **values):
        groups = [f"sanbao_base.group_{role}" for role in roles]
        return new_test_user(cls.env, login, ",".join([*groups, *extra]), **values)

    @classmethod
    def _product(cls, name, **values):
        return cls.env["product.template"].create(
            {"name": name, "type": "consu", "purchase_ok": False, **values}
        )

    @classmethod
    def _mode(cls, code, mode):
        cls.env["sanbao.rule"].search([("code", "=", code)]).mode = mode

    @classmethod
    def _value(cls, code, value):
        cls.env["sanbao.parameter"].search([("code", "=", code)]).value = str(value)

    @contextmanager
    def assertRule(self, code, *words):
        """The rule refuses what is tried in this block, and its message has the words."""
        with self.assertRaises(RuleViolation) as caught, self.env.cr.savepoint():
            yield
        self.assertEqual(caught.exception.rule_code, code)
        for word in words:
            self.assertIn(word, str(caught.exception))

    # === Documents ===

    @classmethod
    def _page(cls, register="design", user=None, **values):
        """A document in a register; its first version waits for approval."""
        owner = user or cls.designer
        extra = {"sanbao_scope": "process"}
        if register == "design":
            extra = {"sanbao_product_ids": [Command.set(cls.sweeper.ids)]}
        return (
            cls.env["document.page"]
            .with_user(owner)
            .create(
                {
                    "name": f"文件 {register}",
                    "sanbao_controlled": True,
                    "sanbao_register": register,
                    "sanbao_owner_id": owner.id,
                    "draft_name": "首版",
                    "content": "<p>正文</p>",
                    **extra,
                    **values,
                }
            )
        )

    @classmethod
    def _approve_page(cls, page, effective=None):
        version = page.sudo().sanbao_version_ids.filtered(
            lambda version: version.state == "to approve"
        )
        if effective:
            version.with_user(cls.manager).sanbao_date_effective = effective
        version.with_user(cls.manager).action_approve()
        return version

    @classmethod
    def _page_in_force(cls, register="design", **values):
        page = cls._page(register, **values)
        cls._approve_page(page)
        return page

    def _owed(self, page, code):
        return self.env["sanbao.obligation"].search(
            [("kind_id.code", "=", code), ("res_id", "=", page.id)], order="id"
        )

    # === Designs ===

    @classmethod
    def _design(cls, complete=True, user=None, **values):
        """A draft of the designer's; complete: whatever its release asks for."""
        design = (
            cls.env["sanbao.product.design"]
            .with_user(user or cls.designer)
            .create(
                {
                    "product_tmpl_id": cls.sweeper.id,
                    "description": "城市主干道洗扫，水箱 9 吨",
                    **values,
                }
            )
        )
        if complete:
            design.check_ids.write({"result": "met", "evidence": "评审纪要 3 月 2 日"})
            design.write(
                {
                    "document_ids": [Command.set(cls._page_in_force().ids)],
                    "risk_ids": [Command.create(cls._risk())],
                    "test_ids": [Command.create(cls._test())],
                }
            )
        return design

    @classmethod
    def _risk(cls, **values):
        return {
            "hazard": "盘刷卷入",
            "severity": "5",
            "likelihood": "3",
            "measure": "加装护罩和急停",
            "residual_severity": "5",
            "residual_likelihood": "1",
            **values,
        }

    @classmethod
    def _test(cls, **values):
        return {
            "name": "500 h 耐久",
            "date": cls.today,
            "result": "passed",
            "report_number": "R-1",
            **values,
        }

    @classmethod
    def _released(cls, **values):
        design = cls._design(**values)
        design.action_submit()
        design.with_user(cls.colleague)._sanbao_decide("approved", "ok")
        design.invalidate_recordset()
        return design

    def _order(self, *templates, **values):
        return (
            self.env["sale.order"]
            .with_user(self.seller)
            .create(
                {
                    "partner_id": self.customer.id,
                    "order_line": [
                        Command.create({"product_id": template.product_variant_id.id})
                        for template in templates
                    ],
                    **values,
                }
            )
        )
