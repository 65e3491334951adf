from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import UserError

from odoo.addons.sanbao_approval.engine import as_engine
from odoo.addons.sanbao_base.local_time import company_today

from .sanbao_nonconformity import INCOMING

BUYERS = ("sanbao_base.group_pb", "sanbao_base.group_pm")
MANAGERS = ("sanbao_base.group_qm",)
# What `_open` takes, beside the fields of the same names.
TAKEN = {
    *("company_id", "source", "product_id", "lot_id", "quantity", "uom_id"),
    *("location_id", "partner_id", "origin", "description", "severity", "user_id"),
    *("due_date", "cause", "marking", "hold_lot", "previous_id", "receipt_move_id"),
    *("disposition", "loss_amount", "trace_material", "trace_step", "trace_person"),
}


class SanbaoNonconformity(models.Model):
    """How a sheet is opened: the goods are set apart, the lot is held, people are told."""

    _inherit = "sanbao.nonconformity"

    @api.model
    def _open(self, vals_list):
        """Open a sheet for each of these values; the caller has checked his own decision.

        Values (ids and plain values): ``company_id``, ``source``, ``product_id``,
        ``lot_id``, ``quantity``, ``uom_id``, ``location_id`` (where the goods lie now),
        ``partner_id`` (the supplier), ``origin`` (number of what found it),
        ``description``, ``severity``, ``user_id`` (responsible), and further
        ``due_date``, ``cause``, ``marking``, ``hold_lot``, ``disposition`` (proposed),
        ``receipt_move_id``, ``previous_id``. Goods that lie in the stock are moved to the
        nonconforming zone at once.

        :return: the drafts, in the environment of the caller
        :raise UserError: there is not so much in that location
        """
        prepared = [self._prepare_open(vals) for vals in vals_list]
        # Whoever finds goods need not be able to write sheets; the caller decides.
        sheets = as_engine(self).create(prepared)
        for sheet in sheets:
            if sheet._is_set_apart_at_once():
                sheet._isolate()
        sheets._tell_opened()
        return sheets.with_env(self.env)

    @api.model
    def _prepare_open(self, vals):
        unknown = vals.keys() - TAKEN
        if unknown:
            raise ValueError(f"A nonconformity is not opened with {sorted(unknown)}")
        values = {name: value for name, value in vals.items() if value is not None}
        company = self.env["res.company"].browse(
            values.setdefault("company_id", self.env.company.id)
        )
        if not values.get("user_id"):
            values["user_id"] = self._default_responsible(company).id
        values.setdefault("due_date", self._default_due_date(company))
        values.setdefault("date", company_today(company))
        # Sent back are the goods of the receipt, however often they were repaired.
        previous = self.browse(values.get("previous_id") or []).sudo()
        if previous.receipt_move_id:
            values["receipt_move_id"] = previous.receipt_move_id.id
        return values

    @api.model
    def _default_responsible(self, company):
        """Who finds it; in a job of the system somebody who judges quality."""
        if self.env.uid != SUPERUSER_ID:
            return self.env.user
        people = self._people(("sanbao_base.group_qc", *MANAGERS), company)
        return people[:1] or self.env.user

    @api.model
    def _people(self, groups, company):
        """Active users with one of these groups who work in the company."""
        found = self.env["res.users"]
        for name in groups:
            # Everybody tells his colleagues, whose records he may not read.
            found |= self.env.ref(name).sudo().all_user_ids
        return found.filtered(lambda user: user.active and company in user.company_ids)

    # === Set apart (QLT-12, STK-21) ===

    def _is_stocked(self):
        """Whether the goods lie in a place of ours, so that transfers move them."""
        self.ensure_one()
        return bool(
            self.location_id
            and self.product_id.is_storable
            and self.location_id.usage == "internal"
        )

    def _lies_in_stock(self):
        """Whether the goods must be in the stock: found there, or a unit that is there.

        Pieces of a lot may come from the line while others of it lie in the stock.
        """
        self.ensure_one()
        if not self.product_id.is_storable:
            return False
        if self.source == "stock":
            return True
        return self.tracking == "serial" and bool(self.lot_id and self._places())

    def _places(self):
        """Where such goods lie in the company's stock."""
        # What lies where is true for everybody, also for those who may not see it.
        quants = self.env["stock.quant"].sudo()
        domain = [
            ("product_id", "=", self.product_id.id),
            ("location_id.usage", "=", "internal"),
            ("company_id", "=", self.company_id.id),
            ("quantity", ">", 0),
        ]
        if self.lot_id:
            domain.append(("lot_id", "=", self.lot_id._origin.id))
        return quants.search(domain).location_id

    @api.onchange("source", "product_id", "lot_id")
    def _onchange_location_id(self):
        """Propose the one place where the goods can be."""
        if not self.location_id and self._lies_in_stock():
            places = self._places()
            self.location_id = places if len(places) == 1 else False

    def _is_set_apart_at_once(self):
        """Damage found in the stock is moved at once where STK-21 says so."""
        rule = self.env["sanbao.rule"]
        return self.source != "stock" or rule._is_on("STK-21", self.company_id)

    def _is_isolated(self):
        zone = self.location_id.sanbao_effective_zone_id
        return zone.blocked and zone.kind == "nonconforming"

    def action_isolate(self):
        """Move the goods into the nonconforming zone of their warehouse, once."""
        self.check_access("write")
        self._sanbao_lock()
        for sheet in self:
            if not sheet._is_stocked():
                raise UserError(
                    self.env._(
                        "%s: enter first where the goods lie.", sheet.display_name
                    )
                )
            sheet._approval_require_state("draft", "rejected")
            sheet._isolate()
        return True

    def _isolate(self):
        self.ensure_one()
        if not self._is_stocked() or self._is_isolated():
            return
        zone = self._warehouse().sanbao_nonconforming_location_id
        self._book(self.location_id, zone)
        as_engine(self).location_id = zone

    def _warehouse(self):
        """The warehouse (as superuser) where the goods lie, also in its held zones."""
        self.ensure_one()
        # Places are set up by others and true for everybody.
        place = self.sudo().location_id
        if place.warehouse_id:
            return place.warehouse_id
        warehouses = self.env["stock.warehouse"].sudo()  # as above
        inside = [int(part) for part in (place.parent_path or "").split("/") if part]
        return warehouses.search(
            [
                ("company_id", "=", self.company_id.id),
                "|",
                ("sanbao_inspection_location_id", "in", inside),
                ("sanbao_nonconforming_location_id", "in", inside),
            ],
            limit=1,
        ) or warehouses.search([("company_id", "=", self.company_id.id)], limit=1)

    # === The lot (QLT-12) ===

    def _hold_lots(self):
        for sheet in self:
            if sheet.hold_lot and sheet.lot_id and sheet.state != "closed":
                sheet.lot_id._sanbao_hold(sheet._hold_reason(), sheet)

    def _hold_reason(self):
        return self.env._(
            "Nonconformity %(sheet)s: %(text)s",
            sheet=self.name,
            text=self.description or "",
        )

    def _refuse_unholding(self):
        held = self.filtered(lambda s: s.hold_lot and s.lot_id and s.state != "closed")
        if held:
            raise UserError(
                self.env._(
                    "%(sheet)s holds the lot %(lot)s. Only a passed re-inspection or an"
                    " approved concession frees it.",
                    sheet=held[0].name,
                    lot=held[0].lot_id.name,
                )
            )

    def _free_lot(self):
        """The decision frees the lot: also from sheets that ended without freeing it."""
        for sheet in self:
            ended = self.search(
                [
                    ("lot_id", "=", sheet.lot_id.id),
                    ("lot_id", "!=", False),
                    ("state", "in", ("closed", "cancelled")),
                ]
            )
            for document in sheet | ended:
                self._lots_held_by(document)._sanbao_release_hold(document)

    def _lots_held_by(self, document):
        holds = as_engine(self.env["sanbao.lot.hold"]).search(
            [
                ("res_model", "=", document._name),
                ("res_id", "=", document.id),
                ("released_at", "=", False),
            ]
        )
        return holds.lot_id

    # === People are told (QLT-16, STK-11) ===

    def _tell_opened(self):
        for sheet in self:
            groups = MANAGERS + (BUYERS if sheet.source == INCOMING else ())
            people = sheet._people(groups, sheet.company_id) | sheet.user_id
            people -= self.env.user
            if not people:
                continue
            sheet.message_notify(
                partner_ids=people.partner_id.ids,
                subject=self.env._("Nonconformity: %s", sheet.product_id.display_name),
                body=self.env._(
                    "%(sheet)s: %(quantity)g %(unit)s of %(product)s do not conform: "
                    "%(text)s",
                    sheet=sheet.name,
                    quantity=sheet.quantity,
                    unit=sheet.uom_id.name,
                    product=sheet.product_id.display_name,
                    text=sheet.description,
                ),
            )
