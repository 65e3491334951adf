from odoo import Command
from odoo.tests import freeze_time, new_test_user
from odoo.tests.common import TransactionCase

from odoo.addons.sanbao_base.exceptions import RuleViolation

# A day in the middle of a month: the next period is July, its forecasts are due on 26 June.
TODAY = "2026-06-15 03:00:00"


class ForecastCommon(TransactionCase):
    """Parts with a history of deliveries and repairs, and a person for each role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(TODAY))
        cls.env = cls.env(
            context=dict(cls.env.context, tracking_disable=True, lang="en_US")
        )
        cls.company = cls.env["res.company"].create({"name": "青禾专用车"})
        cls.company.partner_id.tz = "Asia/Shanghai"
        cls.env.user.company_ids |= cls.company
        cls.env = cls.env(
            context=dict(cls.env.context, allowed_company_ids=cls.company.ids)
        )
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.stock = cls.warehouse.lot_stock_id
        cls.customers = cls.env.ref("stock.stock_location_customers")
        for role in ("sm", "sr", "asm", "as", "pb", "pm", "wh", "gm"):
            setattr(cls, role if role != "as" else "staff", cls._person(role))
        cls.part = cls._part("高压水泵", "GB-200")
        cls.filter = cls._part("液压滤芯", "LX-10")
        cls.vehicle = cls.env["product.product"].create(
            {
                "name": "洗扫车",
                "default_code": "QH5180",
                "is_storable": True,
                "tracking": "serial",
                "sanbao_has_archive": True,
            }
        )

    @classmethod
    def _person(cls, role):
        return new_test_user(
            cls.env,
            f"forecast_{role}",
            f"sanbao_base.group_{role}",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    @classmethod
    def _part(cls, name, code=False, **values):
        return cls.env["product.product"].create(
            {"name": name, "default_code": code, "is_storable": True, **values}
        )

    @classmethod
    def _set(cls, code, value):
        parameter = cls.env["sanbao.parameter"].search([("code", "=", code)])
        parameter.with_company(cls.company).value = value

    @classmethod
    def _rule_off(cls, code):
        rule = cls.env["sanbao.rule"].search([("code", "=", code)])
        rule.with_company(cls.company).mode = "off"

    @classmethod
    def _put(cls, product, quantity):
        cls.env["stock.quant"]._update_available_quantity(product, cls.stock, quantity)

    @classmethod
    def _needed(cls, product, months, repair=None):
        """Done moves: ``{"2026-05": 3}`` on the tenth of each month."""
        cls.env["stock.move"].create(
            [
                {
                    "product_id": product.id,
                    "product_uom_qty": quantity,
                    "product_uom": product.uom_id.id,
                    "location_id": cls.stock.id,
                    "location_dest_id": cls.customers.id,
                    "company_id": cls.company.id,
                    "repair_id": repair.id if repair else False,
                    "repair_line_type": "add" if repair else False,
                    "date": f"{month}-10 08:00:00",
                    "state": "done",
                }
                for month, quantity in months.items()
                if quantity
            ]
        )

    @classmethod
    def _months(cls, count, quantity, last="2026-05"):
        """``{month: quantity}`` of so many months up to the last."""
        year, month = map(int, last.split("-"))
        number = year * 12 + month - 1
        values = quantity if isinstance(quantity, list) else [quantity] * count
        return {
            f"{(number - back) // 12}-{(number - back) % 12 + 1:02d}": values[-1 - back]
            for back in range(count)
        }

    @classmethod
    def _unit(cls, serial, **values):
        lot = cls.env["stock.lot"].create(
            {"name": serial, "product_id": cls.vehicle.id, "company_id": cls.company.id}
        )
        vals = {"lot_id": lot.id, "ex_factory_date": "2025-01-10", **values}
        return cls.env["sanbao.archive"].create({**vals, "company_id": cls.company.id})

    @classmethod
    def _repair(cls, archive):
        return cls.env["repair.order"].create(
            {
                "product_id": cls.vehicle.id,
                "lot_id": archive.lot_id.id,
                "company_id": cls.company.id,
                "picking_type_id": cls.warehouse.repair_type_id.id,
            }
        )

    def _forecast(self, side="sales", compute=True, **values):
        user = self.sm if side == "sales" else self.asm
        forecast = (
            self.env["sanbao.forecast"]
            .with_user(user)
            .create({"side": side, "company_id": self.company.id, **values})
        )
        if compute:
            self._run(forecast)
        return forecast

    def _run(self, forecast):
        forecast._run_all()
        forecast.invalidate_recordset()

    def _line(self, forecast, product):
        return forecast.line_ids.filtered(lambda line: line.product_id == product)

    def _submitted(self, side="sales", figures=None, **values):
        """A submitted forecast; ``figures`` are typed, the other proposals adopted."""
        forecast = self._forecast(side, **values)
        for product, quantity in (figures or {}).items():
            line = self._line(forecast, product)
            if line:
                line.write({"quantity": quantity, "note": "订单在手"})
            else:
                line.create(
                    {
                        "forecast_id": forecast.id,
                        "product_id": product.id,
                        "quantity": quantity,
                        "note": "订单在手",
                    }
                )
        self._run(forecast)
        forecast.action_adopt()
        forecast.action_submit()
        return forecast

    def _obligation(self, code, record):
        return self.env["sanbao.obligation"].search(
            [
                ("kind_id.code", "=", code),
                ("res_model", "=", record._name),
                ("res_id", "in", record.ids),
            ]
        )

    def _queries(self, operation):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        operation()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def _blocked(self, code, attempt, *args, **kwargs):
        """The attempt is refused by this rule; nothing of it stays."""
        with self.assertRaises(RuleViolation) as caught, self.env.cr.savepoint():
            attempt(*args, **kwargs)
            self.env.flush_all()
        self.assertTrue(str(caught.exception).startswith(code), caught.exception)
        self.env.invalidate_all()
        return str(caught.exception)
