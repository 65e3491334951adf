from odoo import Command, fields

from odoo.addons.sanbao_stock.tests.common import STOCK, StockCommon

OURS = (
    *("STK-02", "STK-05", "STK-06", "STK-07", "STK-08", "STK-09", "STK-10", "STK-11"),
    *("QLT-01", "QLT-02", "QLT-03", "QLT-04", "QLT-06", "QLT-10", "QLT-12"),
    *("QLT-13", "QLT-14"),
)
ASPECTS = ("appearance", "performance", "spec", "quantity")


class QualityCommon(StockCommon):
    """Goods that are inspected, a standard in force, and registered quality staff."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._only_ours()
        cls.inspector = cls._person("qlt_qc", "qc")
        cls.second = cls._person("qlt_qc2", "qc")
        cls.manager = cls._person("qlt_qm", "qm")
        cls.technician = cls._person("qlt_tech", "tech")
        cls.buyer = cls._person("qlt_pb", "pb", extra=["purchase.group_purchase_user"])
        cls.supplier = cls.env["res.partner"].create(
            {"name": "江城泵业有限公司", "is_company": True}
        )
        cls.receipts = cls.warehouse.in_type_id
        cls.receipts.sanbao_arrival_check = True
        cls.vendors = cls.env.ref("stock.stock_location_suppliers")
        cls.customers = cls.env.ref("stock.stock_location_customers")
        cls.production = cls.env["stock.location"].search(
            [
                ("usage", "=", "production"),
                ("company_id", "in", (cls.company.id, False)),
            ],
            limit=1,
        )
        cls.inspected = cls._product(
            "液压泵", default_code="YB-10", sanbao_inspection="yes"
        )
        cls.tracked = cls._product(
            "曝气头", default_code="PQ-26", tracking="lot", sanbao_inspection="yes"
        )
        cls.inspections = cls.env["qc.inspection"]
        cls.staff = cls._registered(cls.inspector, sequence=1)
        cls._registered(cls.second, sequence=2, can_approve=True)
        cls.standard = cls._in_force(
            cls._standard(products=cls.inspected | cls.tracked)
        )

    # === Set-up ===

    @classmethod
    def _only_ours(cls):
        """Rules of other addons have tests of their own."""
        rules = cls.env["sanbao.rule"].search([])
        rules.mode = "off"
        rules.filtered(lambda rule: rule.code in OURS).mode = "block"

    @classmethod
    def _registered(cls, user, **values):
        return cls.env["sanbao.quality.staff"].create(
            {"user_id": user.id, "qualification": "质检员证书", "code": "J01", **values}
        )

    @classmethod
    def _standard(cls, products=None, user=None, **values):
        """A draft with one point for each aspect, the last one measured."""
        points = [
            {
                "name": f"检查{aspect}",
                "sanbao_aspect": aspect,
                "type": "qualitative",
                "ql_values": [
                    Command.create({"name": "合格", "ok": True}),
                    Command.create({"name": "不合格", "ok": False}),
                ],
            }
            for aspect in ASPECTS[:3]
        ]
        points.append(
            {
                "name": "重量",
                "sanbao_aspect": "quantity",
                "type": "quantitative",
                "min_value": 1,
                "max_value": 2,
                "uom_id": cls.env.ref("uom.product_uom_kgm").id,
            }
        )
        return (
            cls.env["qc.test"]
            .with_user(user or cls.inspector)
            .create(
                {
                    "name": "泵类验收标准",
                    "sanbao_template_ids": [
                        Command.set((products or cls.inspected).product_tmpl_id.ids)
                    ],
                    "sanbao_basis": "national",
                    "sanbao_basis_ref": "GB/T 5657-2013",
                    "sanbao_effective_date": fields.Date.subtract(
                        fields.Date.today(), days=30
                    ),
                    "test_lines": [Command.create(point) for point in points],
                    **values,
                }
            )
        )

    @classmethod
    def _in_force(cls, standard):
        standard.with_user(cls.technician).action_sanbao_put_in_force()
        return standard

    @classmethod
    def _lot(cls, name, product=None):
        return cls.env["stock.lot"].create(
            {"name": name, "product_id": (product or cls.tracked).id}
        )

    # === Goods arrive ===

    def _picking(
        self, *lines, source=None, target=None, kind=None, units=None, **values
    ):
        """A confirmed receipt of ``(product, quantity[, lots: {lot: quantity}])``."""
        source, target = source or self.vendors, target or self.stock
        picking = (
            self.env["stock.picking"]
            .with_user(self.keeper)
            .create(
                {
                    "picking_type_id": (kind or self.receipts).id,
                    "partner_id": self.supplier.id,
                    "location_id": source.id,
                    "location_dest_id": target.id,
                    "move_ids": [
                        Command.create(
                            {
                                "product_id": line[0].id,
                                "product_uom_qty": line[1],
                                "product_uom": (units or line[0].uom_id).id,
                                "location_id": source.id,
                                "location_dest_id": target.id,
                            }
                        )
                        for line in lines
                    ],
                    **values,
                }
            )
        )
        picking.action_confirm()
        for move, line in zip(picking.move_ids, lines, strict=True):
            if len(line) > 2:
                self._set_lots(move, line[2])
        picking.move_ids.picked = True
        return picking

    def _set_lots(self, move, lots):
        move.move_line_ids.unlink()
        move.move_line_ids = [
            Command.create(
                {
                    "product_id": move.product_id.id,
                    "lot_id": lot.id,
                    "quantity": quantity,
                    "location_id": move.location_id.id,
                    "location_dest_id": move.location_dest_id.id,
                    "picking_id": move.picking_id.id,
                }
            )
            for lot, quantity in lots.items()
        ]

    def _validate(self, picking):
        picking.move_ids.picked = True
        picking.with_user(self.keeper).button_validate()
        self.assertEqual(picking.state, "done")
        return picking

    def _received(self, *lines, **values):
        """The goods are checked and booked in; returns the receipt."""
        picking = self._picking(*lines, **values)
        picking.action_sanbao_check_all_ok()
        return self._validate(picking)

    def _inspection(self, product=None, quantity=10, **values):
        """The inspection of goods that came just now, for the inspector."""
        picking = self._received((product or self.inspected, quantity), **values)
        return picking.sudo().sanbao_inspection_ids.with_user(self.inspector)

    def _produced(self, product=None, quantity=5, lot=None):
        """Goods from the production; returns their inspection for the inspector."""
        product = product or self.inspected
        lines = [(product, quantity, {lot: quantity})] if lot else [(product, quantity)]
        picking = self._picking(
            *lines, source=self.production, kind=self.warehouse.int_type_id
        )
        self._validate(picking)
        return picking.sudo().sanbao_inspection_ids.with_user(self.inspector)

    # === Findings ===

    def _answer(self, inspection, good=True, weight=1.5):
        for line in inspection.inspection_lines:
            if line.question_type == "qualitative":
                values = line.possible_ql_values.sudo()
                line.qualitative_value = values.filtered(lambda v: v.ok == good)[:1]
            else:
                line.quantitative_value = weight
        return inspection

    def _decide(self, inspection, accepted=None, rejected=0, defects=0, good=True):
        """Answered, with quantities, decided; everything accepted by default."""
        self._answer(inspection, good)
        if accepted is None:
            accepted = inspection.sanbao_quantity - rejected
        inspection.write(
            {
                "sanbao_accepted_qty": accepted,
                "sanbao_rejected_qty": rejected,
                "sanbao_defects": defects,
                "sanbao_sample_size": inspection.sanbao_quantity,
                "sanbao_defect_note": "密封面有划痕" if rejected else False,
            }
        )
        inspection.action_sanbao_decide()
        return inspection

    def _put_away(self, inspection):
        """The open transfer of what was accepted, for the keeper."""
        moves = inspection.sudo().sanbao_stock_move_ids.filtered(
            lambda move: move.state not in ("done", "cancel")
        )
        return moves.picking_id.with_user(self.keeper)

    def _passed(self, inspection):
        self._decide(inspection)
        inspection.with_user(self.second).action_sanbao_approve_report()
        return inspection

    # === Settings ===

    def _value(self, code, value):
        self.env["sanbao.parameter"].search([("code", "=", code)]).value = str(value)

    def _off(self, code):
        self.env["sanbao.rule"].search([("code", "=", code)]).mode = "off"

    def _obligations(self, code, record):
        return self.env["sanbao.obligation"].search(
            [("kind_id.code", "=", code), ("res_id", "=", record.id)], order="id"
        )


__all__ = ["OURS", "STOCK", "QualityCommon"]
