from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_list

from ..engine import is_engine
from .sanbao_warranty_policy import TERMS

# Computed or frozen: nobody types them (WAR-07).
DATES = ("warranty_start", "warranty_end")
FROZEN = (*TERMS, "warranty_basis", "policy_id", *DATES)
OF_THE_BUTTON = ("state", "completed_by_id", "completed_at")
DERIVED = ("customer_phone", "search_keys")
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
    """What people may write on an archive."""

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
            self._gate_warranty_dates(vals)
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
            if archive.warranty_start:
                # Else a new archive with other dates would take its place (WAR-07).
                raise UserError(
                    self.env._(
                        "%(archive)s: its warranty runs since %(start)s, so it is kept."
                        " Correct the serial number or the dates.",
                        archive=archive.display_name,
                        start=archive.warranty_start,
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
        for name in (*DATES, *DERIVED):
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
            for name in ("name", "lot_id", "company_id", *OF_THE_LOT)
            if name in vals
            and any(
                archive._convert_to_write({name: archive[name]})[name] != vals[name]
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

    def _own_attachments(self, vals_list):
        """Tie uploads of a form that was not saved yet to their archive."""
        if not any(name in vals for vals in vals_list for name in ATTACHMENTS):
            return
        for archive in self:
            files = archive.acceptance_attachment_ids | archive.packing_attachment_ids
            loose = files.filtered(lambda file: not file.res_id)
            loose.write({"res_model": self._name, "res_id": archive.id})
