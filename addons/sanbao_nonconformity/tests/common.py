from odoo.tests import new_test_user

from odoo.addons.sanbao_stock.tests.common import STOCK, StockCommon

# Rules of other addons have tests of their own.
OURS = [f"QLT-{n}" for n in (11, 12, 15, 16, 19, 20)] + ["STK-02", "STK-11", "STK-21"]


class NonconformityCommon(StockCommon):
    """Goods that do not conform, in a warehouse with zones, and who decides about them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._silence_others()
        cls.inspector = cls._person("nc_qc", "qc")
        cls.manager = cls._person("nc_qm", "qm")
        cls.technician = cls._person("nc_tech", "tech")
        cls.dgm = cls._person("nc_dgm", "dgm")
        cls.buyer = cls._person("nc_pb", "pb")
        cls.purchase_manager = cls._person("nc_pm", "pm")
        cls.producer = cls._person("nc_prod", "prod")
        cls.stock_user = new_test_user(
            cls.env, "nc_stock", f"sanbao_base.group_wh,{STOCK}"
        )
        cls.supplier = cls.env["res.partner"].create({"name": "江城泵业有限公司"})
        cls.customers = cls.env.ref("stock.stock_location_customers")
        cls.part.standard_price = 100
        cls.sheets = cls.env["sanbao.nonconformity"]
        cls.tracked = cls._product("曝气头", tracking="lot", standard_price=10)
        cls.lot = cls._lot("PQ-2601")
        cls.other_lot = cls._lot("PQ-2602")

    @classmethod
    def _person(cls, login, *roles, **options):
        # No invitations by mail.
        quiet = {"no_reset_password": True, "tracking_disable": True}
        return super()._person(login, *roles, context=quiet, **options)

    @classmethod
    def _silence_others(cls):
        rules = cls.env["sanbao.rule"].search([("code", "not in", OURS)])
        rules.mode = "off"

    def setUp(self):
        super().setUp()
        # Here the sheet takes the verdict itself, whatever addon inspects the goods.
        self.patch(
            type(self.sheets), "_recheck_inspection", lambda sheet: sheet.browse()
        )

    @classmethod
    def _lot(cls, name, product=None):
        return cls.env["stock.lot"].create(
            {"name": name, "product_id": (product or cls.tracked).id}
        )

    def _values(self, **values):
        return {
            "source": "incoming",
            "product_id": self.part.id,
            "quantity": 2,
            "partner_id": self.supplier.id,
            "description": "叶轮有裂纹",
            "cause": "铸造缺陷",
            "severity": "major",
            "location_id": self.nonconforming.id,
            **values,
        }

    def _sheet(self, user=None, **values):
        """A draft of the inspector; its goods lie in the nonconforming zone already."""
        vals = self._values(**values)
        product = self.env["product.product"].browse(vals["product_id"])
        lot = self.env["stock.lot"].browse(vals.get("lot_id") or [])
        place = self.env["stock.location"].browse(vals["location_id"] or [])
        if place:
            self._put(place, vals["quantity"], product, lot)
        return self.sheets.with_user(user or self.inspector).create(vals)

    def _submitted(self, disposition="repair", **values):
        sheet = self._sheet(disposition=disposition, **values)
        sheet.action_submit()
        return sheet

    def _approve(self, sheet, *people):
        for person in people or (self.technician, self.manager):
            sheet.with_user(person).validate_tier()
        sheet.invalidate_recordset()
        return sheet

    def _decided(self, disposition="repair", **values):
        """An approved sheet; who must sign follows from the disposition."""
        if disposition == "concession":
            values.setdefault("concession_terms", "仅用于低压工况")
        sheet = self._submitted(disposition, **values)
        people = [self.technician, self.manager]
        if disposition == "concession":
            people += [self.purchase_manager] * (sheet.source == "incoming")
            people += [self.dgm]
        if disposition == "scrap" and sheet.scrap_amount > 1000:
            people += [self.dgm]
        self._approve(sheet, *people)
        self.assertTrue(sheet._is_approved())
        return sheet

    def _transfer_of(self, sheet):
        moves = sheet.sudo().move_ids.filtered(
            lambda move: move.state not in ("done", "cancel")
        )
        return moves.picking_id.with_user(self.keeper)

    def _move(self, sheet):
        """The keeper carries the goods where the decision says."""
        picking = self._transfer_of(sheet)
        self.assertEqual(len(picking), 1)
        picking.move_ids.picked = True
        picking.button_validate()
        sheet.invalidate_recordset()
        return picking

    def _told(self, record):
        """Who got a notice about the record."""
        messages = self.env["mail.message"].search(
            [("model", "=", record._name), ("res_id", "=", record.id)]
        )
        return messages.notified_partner_ids

    def _obligations(self, code, record):
        return self.env["sanbao.obligation"].search(
            [("kind_id.code", "=", code), ("res_id", "=", record.id)], order="id"
        )

    def _value(self, code, value):
        self.env["sanbao.parameter"].search([("code", "=", code)]).value = value

    def _off(self, code):
        self.env["sanbao.rule"].search([("code", "=", code)]).mode = "off"
