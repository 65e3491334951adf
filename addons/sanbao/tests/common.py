from datetime import timedelta

from odoo import Command, fields
from odoo.tests import HttpCase

PHONE = "390x844"
ROLES = {
    "cs": "陈静",
    "as": "安平",
    "asm": "罗安",
    "sm": "沈涛",
    "sr": "孙销",
    "dgm": "丁岚",
    "gm": "高远",
    "eng": "郑工",
    "wh": "王库",
    "qc": "钱检",
    "fin": "冯账",
    "gate": "老马",
    "pb": "包采",
    "pm": "潘主管",
    "leg": "雷法务",
}


class FlowCase(HttpCase):
    """People with their roles, and a vehicle in warranty at a customer.

    A flow goes from screen to screen: ``walk`` plays the tour of one step as the person
    who does it; what the step left behind is looked at between the tours.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, lang="zh_CN"))
        cls.company = cls.env.company
        cls.company.partner_id.tz = "Asia/Shanghai"
        cls.people = {role: cls._person(role) for role in ROLES}
        cls.team = cls.env["helpdesk.ticket.team"].create(
            {
                "name": "售后服务中心",
                "user_id": cls.people["asm"].id,
                "user_ids": [
                    Command.set([cls.people[role].id for role in ("cs", "as", "asm")])
                ],
            }
        )
        cls.partner = cls.env["res.partner"].create(
            {
                "name": "青禾市环卫处",
                "phone": "0000-8800001",
                "street": "长风路12号",
                "state_id": cls.env.ref("base.state_cn_SD").id,
                "country_id": cls.env.ref("base.cn").id,
                "is_company": True,
            }
        )
        cls.vehicle = cls.env["product.product"].create(
            {
                "name": "洗扫车",
                "default_code": "XL5180TXS",
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
        cls.archive = cls._deliver("TOUR-SN-1")

    @classmethod
    def _person(cls, role, login=None):
        """A user who has this role, and nothing but it."""
        login = login or f"walker_{role}"
        return (
            cls.env["res.users"]
            .with_context(no_reset_password=True)
            .create(
                {
                    "name": ROLES[role],
                    "login": login,
                    "password": login,
                    "email": f"{login}@example.com",
                    "lang": "zh_CN",
                    "tz": "Asia/Shanghai",
                    "role_line_ids": [
                        Command.create(
                            {"role_id": cls.env.ref(f"sanbao_base.role_{role}").id}
                        )
                    ],
                }
            )
        )

    @classmethod
    def _deliver(cls, serial):
        lot = cls.env["stock.lot"].create(
            {"name": serial, "product_id": cls.vehicle.id}
        )
        cls.env["stock.quant"]._update_available_quantity(
            cls.vehicle, cls.env.ref("stock.stock_location_customers"), 1, lot_id=lot
        )
        delivered = fields.Date.today() - timedelta(days=100)
        return cls.env["sanbao.archive"].create(
            {
                "lot_id": lot.id,
                "partner_id": cls.partner.id,
                "contact_name": "李队长",
                "contact_phone": "0000-8800001",
                "ex_factory_date": delivered,
                "acceptance_date": delivered,
            }
        )

    def walk(self, tour, url):
        """Play a tour of this flow; the last word of its name is the person's role.

        Afterwards everything is read anew, as the browser wrote it.
        """
        role = tour.rsplit("_", 1)[1]
        self.start_tour(url, tour, login=self.people[role].login, timeout=90)
        self.env.invalidate_all()

    def walk_on_phone(self, tour, url):
        """The same at the size of a phone, with fingers."""
        desktop = self.browser_size, self.touch_enabled
        self.browser_size, self.touch_enabled = PHONE, True
        try:
            self.walk(tour, url)
        finally:
            self.browser_size, self.touch_enabled = desktop

    def assertKept(self, kind, record):
        """The deadline of that kind was kept and its clock has stopped."""
        row = self.env["sanbao.obligation"].search(
            [
                ("kind_id.code", "=", kind),
                ("res_model", "=", record._name),
                ("res_id", "=", record.id),
            ]
        )
        self.assertEqual(row.mapped("state"), ["done"], kind)
        self.assertTrue(row.kept, kind)
