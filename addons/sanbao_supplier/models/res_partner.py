from odoo import api, fields, models

from odoo.addons.sanbao_approval.computed import refuse_protected
from odoo.addons.sanbao_approval.engine import is_engine
from odoo.addons.sanbao_base.claim import claim
from odoo.addons.sanbao_base.local_time import company_today

from .sanbao_supplier import CANDIDATE, QUALIFIED, STATES
from .sanbao_supplier_evaluation import STANDINGS

SUPPLIER_MODE = "supplier"


class ResPartner(models.Model):
    """What purchasing knows of a supplier: of his commercial entity, in this company."""

    _inherit = "res.partner"

    sanbao_supplier_id = fields.Many2one(
        "sanbao.supplier",
        string="Supplier dossier",
        compute="_compute_sanbao_supplier",
        compute_sudo=True,
    )
    sanbao_supplier_state = fields.Selection(
        selection=[
            ("none", "Unknown"),
            *STATES,
            ("lapsed", "Re-assessment overdue"),
        ],
        string="Supplier approval",
        compute="_compute_sanbao_supplier",
        compute_sudo=True,
        search="_search_sanbao_supplier_state",
    )
    sanbao_supplier_rank = fields.Integer(
        string="Supplier rank",
        company_dependent=True,
        readonly=True,
        copy=False,
        help="Orders choice lists: qualified first, then certified, then by score.",
    )

    sanbao_quality_score = fields.Float(
        string="Quality score",
        compute="_compute_sanbao_supplier",
        compute_sudo=True,
        digits=(5, 2),
        help="0 to 100, of the latest closed evaluation with data.",
    )
    sanbao_has_quality_score = fields.Boolean(
        string="Quality evaluated",
        compute="_compute_sanbao_supplier",
        compute_sudo=True,
        help="No: there is no data yet; the score says nothing.",
    )
    sanbao_supplier_standing = fields.Selection(
        selection=STANDINGS,
        string="Supplier standing",
        compute="_compute_sanbao_supplier",
        compute_sudo=True,
    )

    @api.depends("commercial_partner_id")
    @api.depends_context("company")
    def _compute_sanbao_supplier(self):
        dossiers = self.env["sanbao.supplier"]._for_partners(self, self.env.company)
        for partner in self:
            dossier = dossiers.get(partner.commercial_partner_id)
            partner.sanbao_supplier_id = dossier
            lapsed = dossier and dossier.is_lapsed
            state = "lapsed" if lapsed else dossier and dossier.state
            partner.sanbao_supplier_state = state or "none"
            partner.sanbao_has_quality_score = dossier and dossier.has_quality_score
            partner.sanbao_quality_score = dossier and dossier.quality_score
            partner.sanbao_supplier_standing = dossier and dossier.standing

    def _search_sanbao_supplier_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        # As in the compute.
        dossiers = self.env["sanbao.supplier"].sudo()
        here = fields.Domain("company_id", "=", self.env.company.id)
        today = company_today(self.env.company)
        lapsed = fields.Domain("state", "=", QUALIFIED) & fields.Domain(
            "valid_until", "<", today
        )
        found = fields.Domain("state", "in", list(value)) & ~lapsed
        if "lapsed" in value:
            found |= lapsed
        ids = dossiers._search(here & found).subselect("partner_id")
        domain = fields.Domain("commercial_partner_id", "in", ids)
        if "none" in value:
            known = dossiers._search(here).subselect("partner_id")
            domain |= fields.Domain("commercial_partner_id", "not in", known)
        return domain

    # === Rank (PUR-04) ===

    def _sanbao_supplier_rank(self):
        """``{partner: rank}`` in this company; 0 for those who are not ranked."""
        return {
            partner: partner.commercial_partner_id.sanbao_supplier_rank
            for partner in self
        }

    @property
    def _order(self):
        order = super()._order
        if self.env.context.get("res_partner_search_mode") != SUPPLIER_MODE:
            return order
        return f"sanbao_supplier_rank desc nulls last, {order}"

    @api.depends_context("company", "res_partner_search_mode")
    def _compute_display_name(self):
        super()._compute_display_name()
        context = self.env.context
        if not (
            context.get("formatted_display_name")
            and context.get("res_partner_search_mode") == SUPPLIER_MODE
        ):
            return
        labels = dict(
            self._fields["sanbao_supplier_state"]._description_selection(self.env)
        )
        for partner in self:
            if partner.sanbao_supplier_state in ("none", CANDIDATE):
                continue
            label = partner._sanbao_supplier_label(
                labels[partner.sanbao_supplier_state]
            )
            partner.display_name = f"{partner.display_name} \t --{label}--"

    def _sanbao_supplier_label(self, state):
        """What the choice list says beside the name: approval and score."""
        if not self.sanbao_has_quality_score:
            return state
        return f"{state} {self.sanbao_quality_score:.0f}"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._sanbao_guard_rank(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._sanbao_guard_rank(vals)
        return super().write(vals)

    def _sanbao_guard_rank(self, vals):
        if "sanbao_supplier_rank" not in vals or is_engine(self.env):
            return
        # Odoo's merge of contacts writes back every value that it has read.
        rank = vals["sanbao_supplier_rank"] or 0
        if not self or any(partner.sanbao_supplier_rank != rank for partner in self):
            refuse_protected(self, ["sanbao_supplier_rank"])

    def action_sanbao_supplier(self):
        """Open the dossier of the supplier; purchasing opens a new one where none is."""
        self.ensure_one()
        partner = self.commercial_partner_id
        dossiers = self.env["sanbao.supplier"]
        known = dossiers._for_partners(partner, self.env.company).get(partner)
        if not known:
            dossiers.check_access("create")
            claim(partner)
        dossier = known or dossiers._ensure(partner, self.env.company)
        return dossier.sudo(False)._open_form()
