from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_list

from ..engine import as_engine, is_engine
from .sanbao_warranty_policy import TERMS

# Computed or frozen: nobody types them (WAR-07).
DATES = ("warranty_start", "warranty_end")
FROZEN = (*TERMS, "warranty_basis", "policy_id", *DATES)
OF_THE_BUTTON = ("state", "completed_by_id", "completed_at")
# What belongs to the serial number and is changed there.
OF_THE_LOT = ("product_id", "serial")

SECTION_SALES = {
    "specification",
    "chassis_model",
    "chassis_no",
    "engine_no",
    "plate_no",
    "production_date",
    "ex_factory_date",
    "contract_no",
    "delivery_note_no",
    "sale_order_id",
    "picking_id",
    "delivery_date",
    "partner_id",
    "address",
    "contact_name",
    "contact_phone",
    "end_user",
    "state_id",
    "place",
    "salesperson_id",
    "dealer_id",
    "component_ids",
    "special_terms",
    "care_plan",
}
NUMBERS = "sanbao.archive"
# Who fills which fields; after-sales fills all of them.
SECTIONS = {
    "sanbao_base.group_sr": SECTION_SALES,
    "sanbao_base.group_sm": SECTION_SALES,
    "sanbao_base.group_qc": {"certificate_no", "inspection_no"},
    "sanbao_base.group_tech": {"component_ids", "change_ids"},
    "sanbao_base.group_prod": {"component_ids", "production_date"},
}
KEEPERS = ("sanbao_base.group_as", "sanbao_base.group_asm")
# The chatter and its activities are everybody's who may write at all.
SHARED = ("message_", "activity_", "website_message_ids", "my_activity_")
ATTACHMENTS = ("acceptance_attachment_ids", "packing_attachment_ids")


class SanbaoArchive(models.Model):
    """What people may write on an archive, and how it is numbered and created."""

    _inherit = "sanbao.archive"

    @api.model_create_multi
    def create(self, vals_list):
        """Create archives; ``product_id`` and ``serial`` may stand for ``lot_id``.

        The warranty terms are copied from the policy in force (WAR-07).
        """
        engine = is_engine(self.env)
        vals_list = [dict(vals) for vals in vals_list]
        for vals in vals_list:
            if not engine:
                self._check_vals(vals, self.env.company)
            vals.setdefault("company_id", self.env.company.id)
        self._fill_lots(vals_list)
        self._fill_terms(vals_list)
        self._fill_numbers(vals_list)
        archives = super(SanbaoArchive, self._without_defaults()).create(vals_list)
        archives = archives.with_env(self.env)
        archives._own_attachments(vals_list)
        return archives

    def write(self, vals):
        """Refuse what is computed, frozen or another department's; see ``SECTIONS``."""
        vals = dict(vals)
        if not is_engine(self.env):
            self._check_vals(vals, self)
            self._check_identity(vals)
        result = super().write(vals)
        self._own_attachments([vals])
        self._check_still_complete(vals)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_empty_drafts(self):
        for archive in self:
            if archive.state != "draft" or archive.running_ids or archive.change_ids:
                raise UserError(
                    self.env._(
                        "%(archive)s is complete or has records: it is kept.",
                        archive=archive.display_name,
                    )
                )

    # === What may be written ===

    @api.model
    def _without_defaults(self):
        """Without defaults, which any caller can send, for what is not typed."""
        refused = {
            f"default_{name}" for name in (*OF_THE_BUTTON, "search_keys", *FROZEN)
        }
        context = {
            key: value for key, value in self.env.context.items() if key not in refused
        }
        return self.with_context(context)  # pylint: disable=context-overridden

    def _check_vals(self, vals, offenders):
        """Refuse values of others; drop from ``vals`` what is computed in any case."""
        if any(name in vals for name in DATES):
            self.env["sanbao.rule"]._gate(
                "WAR-07",
                offenders,
                self.env._(
                    "Warranty dates are computed from the acceptance or ex-factory date"
                    " and the warranty months. Correct those dates instead."
                ),
            )
        for name in DATES:
            vals.pop(name, None)
        if any(name in vals for name in OF_THE_BUTTON):
            raise UserError(
                self.env._(
                    "An archive is completed with its button, not by writing its state."
                )
            )
        frozen = [name for name in vals if name in FROZEN]
        if frozen:
            raise UserError(
                self.env._(
                    "%(fields)s: copied from the warranty policy when the archive was"
                    " made. Write other agreements into the special terms.",
                    fields=self._labels(frozen),
                )
            )
        self._check_section(vals)

    def _check_section(self, vals):
        user = self.env.user
        if self.env.su or any(user.has_group(group) for group in KEEPERS):
            return
        allowed = set()
        for group, names in SECTIONS.items():
            if user.has_group(group):
                allowed |= names
        if "lot_id" in vals or "product_id" in vals:  # a new archive
            allowed |= {"lot_id", "company_id", "name", *OF_THE_LOT}
        others = [
            name
            for name in vals
            if name not in allowed
            and name in self._fields
            and not name.startswith(SHARED)
        ]
        if others:
            raise AccessError(
                self.env._(
                    "%(fields)s: filled by another department. Ask after-sales service.",
                    fields=self._labels(others),
                )
            )

    def _check_identity(self, vals):
        changed = [
            name
            for name in ("lot_id", "company_id", *OF_THE_LOT)
            if name in vals
            and any(
                (archive[name].id if name != "serial" else archive[name]) != vals[name]
                for archive in self
            )
        ]
        if changed:
            raise UserError(
                self.env._(
                    "%(fields)s: an archive stays with its unit. Correct the serial"
                    " number itself, or make a new archive.",
                    fields=self._labels(changed),
                )
            )
        for name in OF_THE_LOT:
            vals.pop(name, None)

    def _labels(self, names):
        described = self.fields_get(names, ["string"])
        return format_list(self.env, [described[name]["string"] for name in names])

    # === What a new archive gets ===

    @api.model
    def _fill_lots(self, vals_list):
        """Put a serial number, found or new, where product and number were given."""
        wanted = [vals for vals in vals_list if not vals.get("lot_id")]
        pairs = {
            (vals["product_id"], vals["serial"].strip()): vals["company_id"]
            for vals in wanted
            if vals.get("product_id") and (vals.get("serial") or "").strip()
        }
        lots = self._lots_of(pairs) if pairs else {}
        for vals in vals_list:
            product, serial = (vals.pop(name, False) for name in OF_THE_LOT)
            if vals.get("lot_id"):
                continue
            lot = lots.get((product, (serial or "").strip()))
            if not lot:
                raise UserError(
                    self.env._(
                        "A product archive needs a serial number: choose one, or give"
                        " product and serial number."
                    )
                )
            vals["lot_id"] = lot.id

    @api.model
    def _lots_of(self, pairs):
        # After-sales files units of earlier years; it does not work in the warehouse.
        lot_model = self.env["stock.lot"].sudo()
        lots = lot_model.search(
            [
                ("product_id", "in", list({product for product, _serial in pairs})),
                ("name", "in", list({serial for _product, serial in pairs})),
                ("company_id", "in", [False, *set(pairs.values())]),
            ]
        )
        found = {(lot.product_id.id, lot.name): lot for lot in lots}
        missing = [pair for pair in pairs if pair not in found]
        new = lot_model.create(
            [{"product_id": product, "name": serial} for product, serial in missing]
        )
        return {**found, **dict(zip(missing, new, strict=True))}

    @api.model
    def _fill_terms(self, vals_list):
        lots = self.env["stock.lot"].sudo().browse(vals["lot_id"] for vals in vals_list)
        by_company = {}
        for vals, lot in zip(vals_list, lots, strict=True):
            by_company.setdefault(vals["company_id"], []).append((vals, lot.product_id))
        for company_id, pairs in by_company.items():
            company = self.env["res.company"].browse(company_id)
            products = self.env["product.product"].union(
                *(product for _vals, product in pairs)
            )
            policies = self.env["sanbao.warranty.policy"]._for_products(
                products.sudo(), company
            )
            basis = self.env["sanbao.parameter"]._get("warranty_start", company)
            terms = {
                product: {**policy.sudo()._terms(), "warranty_basis": basis}
                for product, policy in policies.items()
            }
            for vals, product in pairs:
                given = {name: vals[name] for name in vals if vals[name]}
                vals.update({**terms[product], **given})
                vals["state"] = "draft"

    @api.model
    def _fill_numbers(self, vals_list):
        wanting = {}
        for vals in vals_list:
            if vals.get("name", "/") == "/":
                wanting.setdefault(vals["company_id"], []).append(vals)
        for company_id, wanted in wanting.items():
            numbers = self._draw_numbers(company_id, len(wanted))
            for vals, number in zip(wanted, numbers, strict=True):
                vals["name"] = number

    @api.model
    def _draw_numbers(self, company_id, count):
        """So many archive numbers of a company, with one search of the sequence.

        Numbering one by one would take as long as all the rest of an import.
        """
        # Numbers are drawn for people who may not read sequences.
        sequences = self.env["ir.sequence"].sudo().with_company(company_id)
        sequence = sequences.search(
            [("code", "=", NUMBERS), ("company_id", "in", [company_id, False])],
            order="company_id",
            limit=1,
        )
        first = sequence.next_by_id()
        source = sequence
        if sequence.use_date_range:
            today = fields.Date.today()
            source = sequence.date_range_ids.filtered(
                lambda period: period.date_from <= today <= period.date_to
            )
            source = source.with_context(ir_sequence_date_range=source.date_from)
        return [first, *(source._next() for _number in range(count - 1))]

    def _own_attachments(self, vals_list):
        """Tie uploads of a form that was not saved yet to their archive."""
        if not any(name in vals for vals in vals_list for name in ATTACHMENTS):
            return
        for archive in self:
            files = archive.acceptance_attachment_ids | archive.packing_attachment_ids
            loose = files.filtered(lambda file: not file.res_id)
            loose.write({"res_model": self._name, "res_id": archive.id})

    @api.model
    def _create_by_engine(self, vals_list):
        """Create archives with terms or fields that people may not type."""
        return self.browse(as_engine(self).create(vals_list).ids)
