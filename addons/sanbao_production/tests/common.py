from datetime import timedelta

from odoo import Command, fields

from odoo.addons.sanbao_base.local_time import company_timezone, day_start
from odoo.addons.sanbao_design.tests.common import DesignCommon

OURS = ("QLT-05", "QLT-07", "QLT-09", "QLT-11", "QLT-17", "QLT-18")


class ProductionCommon(DesignCommon):
    """A workshop with a step, a procedure, a machine and a product that is bought, too."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.foreman = cls._person("prd_prod", "prod")
        cls.quality = cls._person("prd_qm", "qm")
        # Other addons that are installed too have rules of their own for goods.
        others = cls.env["sanbao.rule"].search(
            [("area", "in", ("STK", "QLT")), ("code", "not in", OURS)]
        )
        others.mode = "off"
        cls.pump = cls._product("高压水泵", purchase_ok=True).product_variant_id
        cls.procedure = cls._page_in_force("procedure")
        cls.machine = cls._machine()
        cls.step = (
            cls.env["sanbao.work.step"]
            .with_user(cls.foreman)
            .create(
                {
                    "name": "罐体焊接",
                    "code": "G20",
                    "page_ids": [Command.set(cls.procedure.ids)],
                    "equipment_ids": [Command.set(cls.machine.ids)],
                }
            )
        )

    @classmethod
    def _machine(cls, **values):
        return (
            cls.env["maintenance.equipment"]
            .with_user(cls.foreman)
            .create(
                {
                    "name": "焊接机器人",
                    "sanbao_machine": True,
                    "technician_user_id": cls.foreman.id,
                    "effective_date": cls.today,
                    **values,
                }
            )
        )

    @classmethod
    def _moment(cls, day):
        """Noon of a day of the company, in UTC."""
        return day_start(day, company_timezone(cls.company)) + timedelta(hours=12)

    @classmethod
    def _plan(cls, *lines, confirmed=True, **values):
        """A plan of this month; lines are ``(product, quantity, due)``."""
        lines = lines or ((cls.pump, 10, cls.today),)
        plan = (
            cls.env["sanbao.production.plan"]
            .with_user(cls.foreman)
            .create(
                {
                    "line_ids": [
                        Command.create(
                            {
                                "product_id": product.id,
                                "quantity": quantity,
                                "date_due": due,
                            }
                        )
                        for product, quantity, due in lines
                    ],
                    **values,
                }
            )
        )
        if confirmed:
            plan.action_confirm()
        return plan

    @classmethod
    def _output(cls, good=5, defect=0, confirmed=False, **values):
        if not values.get("plan_line_id"):
            values.setdefault("product_id", cls.pump.id)
        output = (
            cls.env["sanbao.production.output"]
            .with_user(cls.foreman)
            .create(
                {
                    "step_id": cls.step.id,
                    "quantity_good": good,
                    "quantity_defect": defect,
                    "worker": "焊工老姜",
                    **values,
                }
            )
        )
        if confirmed:
            output.action_confirm()
        return output

    @classmethod
    def _problem(cls, complete=False, user=None, **values):
        if complete:
            values = {
                "cause_kind": "method",
                "cause": "电流偏大",
                "measure": "工艺卡改为 180 A，首件检验",
                "material": "Q355 钢板 炉号 77",
                "worker": "焊工老姜",
                "product_id": cls.pump.id,
                **values,
            }
        return (
            cls.env["sanbao.process.problem"]
            .with_user(user or cls.foreman)
            .create({"step_id": cls.step.id, "description": "焊缝气孔 3 处", **values})
        )

    def _of(self, code, record):
        return self.env["sanbao.obligation"].search(
            [("kind_id.code", "=", code), ("res_id", "=", record.id)], order="id"
        )

    def _day_of(self, row):
        """The local day on which an obligation is due."""
        return fields.Datetime.context_timestamp(
            row.with_context(tz="Asia/Shanghai"), row.due
        ).date()
