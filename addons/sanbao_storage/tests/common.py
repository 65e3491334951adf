from datetime import timedelta

from odoo import fields

from odoo.addons.sanbao_base.local_time import company_timezone, local_day
from odoo.addons.sanbao_stock.tests.common import StockCommon

OURS = ("STK-23", "STK-24", "STK-27", "STK-28")


class StorageCommon(StockCommon):
    """A warehouse with an extinguisher, a room with a range, and who looks after them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._only_our_rules()
        cls.colleague = cls._person("stk_wh2", "wh", extra=["stock.group_stock_user"])
        cls.guard = cls._person("stk_gate", "gate")
        cls.dgm = cls._person("stk_dgm", "dgm")
        cls.warehouse.sanbao_safety_user_id = cls.keeper
        # The job commits batch by batch; a test must not.
        cls._patch_commits()
        cls.today = local_day(fields.Datetime.now(), company_timezone(cls.company))
        cls.rounds = cls.env["sanbao.storage.round"]
        cls.actions = cls.env["sanbao.storage.action"]
        # What a warehouse of the database has already is not on our rounds.
        cls.env["maintenance.equipment"].search(
            [("sanbao_safety", "!=", False)]
        ).active = False
        marked = cls.env["stock.location"].search(
            ["|", ("sanbao_climate", "=", True), ("sanbao_pest_check", "=", True)]
        )
        marked.write({"sanbao_climate": False, "sanbao_pest_check": False})

    @classmethod
    def _only_our_rules(cls):
        """Other rules about stock have tests of their own."""
        cls.env["sanbao.rule"].search(
            [("area", "=", "STK"), ("code", "not in", OURS)]
        ).mode = "off"

    @classmethod
    def _patch_commits(cls):
        cron = type(cls.env["ir.cron"])
        cls.classPatch(cron, "_commit_progress", lambda *args, **options: 60.0)

    @classmethod
    def _rule(cls, code, mode):
        cls.env["sanbao.rule"].search([("code", "=", code)]).mode = mode

    @classmethod
    def _parameter(cls, code, value):
        found = cls.env["sanbao.parameter"].search([("code", "=", code)])
        found.value = str(value)

    @classmethod
    def _equipment(cls, number="MH-001", **values):
        """A complete piece of the register, entered by the keeper."""
        return (
            cls.env["maintenance.equipment"]
            .with_user(cls.keeper)
            .create(
                {
                    "name": "干粉灭火器",
                    "serial_no": number,
                    "sanbao_safety": "fire",
                    "sanbao_warehouse_id": cls.warehouse.id,
                    "sanbao_place": "东门左侧",
                    "sanbao_quantity": 2,
                    "sanbao_keeper_id": cls.keeper.id,
                    **values,
                }
            )
        )

    @classmethod
    def _room(cls, name="恒温间", **values):
        """A place of the warehouse whose climate is watched: 5 to 30 °C, 30 to 70 %."""
        return cls.env["stock.location"].create(
            {
                "name": name,
                "location_id": cls.stock.id,
                "sanbao_climate": True,
                "sanbao_temperature_min": 5,
                "sanbao_temperature_max": 30,
                "sanbao_humidity_min": 30,
                "sanbao_humidity_max": 70,
                **values,
            }
        )

    @classmethod
    def _shelf(cls, name="木箱架", **values):
        return cls.env["stock.location"].create(
            {"name": name, "location_id": cls.stock.id, **values}
        )

    def _round(self, kind="fire"):
        """The open round of a kind after the job ran, in the hands of the keeper."""
        self.rounds._cron_plan()
        return self._open_rounds(kind).with_user(self.keeper)

    def _open_rounds(self, kind):
        return self.rounds.search(
            [
                ("kind", "=", kind),
                ("state", "=", "open"),
                ("warehouse_id", "=", self.warehouse.id),
            ]
        )

    def _make_late(self, document, days=1):
        """As if the round had been due some days ago."""
        document = document.sudo()
        due = fields.Datetime.now() - timedelta(days=days)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sanbao_storage_round SET due = %s WHERE id = %s",
            (due, document.id),
        )
        document.invalidate_recordset(["due", "overdue"])

    def _read(self, place, temperature, humidity, user=None, **values):
        return (
            self.env["sanbao.storage.reading"]
            .with_user(user or self.keeper)
            .create(
                {
                    "location_id": place.id,
                    "temperature": temperature,
                    "humidity": humidity,
                    **values,
                }
            )
        )

    def _owed(self, code, record):
        return self.env["sanbao.obligation"].search(
            [("kind_id.code", "=", code), ("res_id", "=", record.id)]
        )

    def _fail(self, line, problem="压力不足", user=None, **values):
        """The keeper presses “Not OK” and says what is wrong."""
        line = line.with_user(user or self.keeper)
        action = line.action_not_ok()
        wizard = (
            self.env[action["res_model"]]
            .with_user(user or self.keeper)
            .with_context(**action["context"])
            .create({"problem": problem, **values})
        )
        wizard.action_confirm()
        return line.action_id
