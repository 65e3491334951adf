from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import html2plaintext

from odoo.addons.sanbao_base.counting import Counted, fill_counts
from odoo.addons.sanbao_base.name_search import few_first


class HelpdeskTicket(models.Model):
    """The reception: every contact of a customer, here as a service request."""

    _inherit = "helpdesk.ticket"
    _order = "id desc"
    _rec_names_search = ["number", "name", "sanbao_archive_id"]

    # Screens read tickets by these; as delivered each of them scans the whole table.
    partner_id = fields.Many2one(index="btree_not_null")
    commercial_partner_id = fields.Many2one(index="btree_not_null")
    duplicate_id = fields.Many2one(index="btree_not_null")
    number = fields.Char(index="trigram", copy=False)
    name = fields.Char(index="trigram")
    type_id = fields.Many2one(
        index=True, default=lambda self: self._default_sanbao_type()
    )
    closed = fields.Boolean(store=True)

    sanbao_is_service = fields.Boolean(related="type_id.sanbao_is_service")
    sanbao_archive_id = fields.Many2one(
        "sanbao.archive",
        string="Unit",
        index="btree_not_null",
        check_company=True,
        help="Found by archive, product, chassis, engine or plate number or by phone.",
    )
    sanbao_product_id = fields.Many2one(related="sanbao_archive_id.product_id")
    sanbao_contact_name = fields.Char(
        string="Contact person",
        compute="_compute_sanbao_contact",
        store=True,
        readonly=False,
    )
    sanbao_contact_phone = fields.Char(
        string="Contact phone",
        compute="_compute_sanbao_contact",
        store=True,
        readonly=False,
        index="trigram",
    )
    sanbao_reported_at = fields.Datetime(
        string="Reported at", default=fields.Datetime.now, copy=False
    )
    sanbao_first_contact_at = fields.Datetime(
        string="First contact at", readonly=True, copy=False
    )
    sanbao_escalated_at = fields.Datetime(
        string="Escalated at", readonly=True, copy=False, groups="base.group_user"
    )
    sanbao_handover_note = fields.Text(
        string="Hand-over note", copy=False, groups="base.group_user"
    )
    sanbao_application_ids = fields.One2many(
        "sanbao.service.application", "ticket_id", string="Service applications"
    )
    sanbao_application_id = fields.Many2one(
        "sanbao.service.application",
        string="Service application",
        compute="_compute_sanbao_application_id",
    )
    duplicate_tracking_enabled = fields.Boolean(
        related=None, compute="_compute_duplicate_tracking_enabled"
    )
    sanbao_unit_case_count = fields.Integer(
        string="Cases of the unit", compute="_compute_sanbao_counts"
    )

    # The pager counts up to 10,000 rows: by an index alone, without reading the tickets.
    _sanbao_company_idx = models.Index(
        "(company_id, id DESC) INCLUDE (team_id, partner_id) WHERE active IS TRUE"
    )
    _sanbao_open_idx = models.Index(
        "(id DESC) INCLUDE (company_id, team_id, partner_id) "
        "WHERE active IS TRUE AND closed IS NOT TRUE"
    )
    _sanbao_number_idx = models.Index("(number)")
    _sanbao_user_open_idx = models.Index(
        "(user_id, id DESC) WHERE active IS TRUE AND closed IS NOT TRUE"
    )
    _sanbao_stage_idx = models.Index("(stage_id, id DESC) WHERE active IS TRUE")

    # === Defaults and computed fields ===

    @api.model
    def _default_sanbao_type(self):
        """Mails and web messages become service requests, as calls do (SVC-04)."""
        if not self.env["sanbao.rule"]._is_on("SVC-04"):
            return False
        # By the cached id: env.ref() would ask the database for each new ticket.
        return self.env["ir.model.data"]._xmlid_to_res_id(
            "sanbao_service.ticket_type_service"
        )

    @api.depends("sanbao_archive_id", "partner_id")
    def _compute_sanbao_contact(self):
        for ticket in self:
            archive, partner = ticket.sanbao_archive_id, ticket.partner_id
            ticket.sanbao_contact_name = (
                ticket.sanbao_contact_name or archive.contact_name or partner.name
            )
            ticket.sanbao_contact_phone = (
                ticket.sanbao_contact_phone or archive.contact_phone or partner.phone
            )

    @api.depends("sanbao_application_ids.state")
    def _compute_sanbao_application_id(self):
        applications = self.env["sanbao.service.application"]
        # Without a role of ours a ticket opens, without its applications.
        if applications.has_access("read"):
            # With what the button shows, in one statement.
            applications = applications.search_fetch(
                [("ticket_id", "in", self.ids), ("state", "!=", "cancelled")],
                ["ticket_id", "display_name", "company_id"],
                order="id",
            )
        newest = {application.ticket_id.id: application for application in applications}
        for ticket in self:
            ticket.sanbao_application_id = newest.get(ticket._origin.id)

    def _compute_sanbao_counts(self):
        fill_counts(self, self._sanbao_counted())

    @api.depends("company_id")
    def _compute_duplicate_tracking_enabled(self):
        # The setting of a company is no secret, and only it is read: a company has well
        # over a hundred columns, and this is asked whenever a case is opened.
        companies = self.company_id.sudo()
        companies.fetch(["helpdesk_mgmt_duplicate_tracking"])
        for ticket in self:
            company = ticket.company_id.sudo()  # as above
            ticket.duplicate_tracking_enabled = company.helpdesk_mgmt_duplicate_tracking

    def _compute_rating_stats(self):
        """Without a statement for cases that nobody rated: they have no grades."""
        rated = self.filtered(lambda t: t.positive_rate_percentage >= 0)
        if rated:
            super(HelpdeskTicket, rated)._compute_rating_stats()
        for ticket in self - rated:
            ticket.rating_count = ticket.rating_avg = 0

    def _sanbao_counted(self):
        """What the smart buttons of a case count; addons add theirs."""
        unit = "sanbao_archive_id"
        return [Counted("sanbao_unit_case_count", self.browse(), unit, by=unit)]

    @api.model
    def _search_display_name(self, operator, value):
        if operator == "ilike" and value:
            # Digits are in many numbers; a whole number means its ticket.
            whole = Domain("number", "=", value)
            if self.with_context(active_test=False).search_count(whole, limit=1):
                return whole
        domain = Domain(super()._search_display_name(operator, value))
        if not self.env["sanbao.archive"].has_access("read"):
            # Without a role of ours tickets are still found by number and title.
            neutral = Domain(operator in Domain.NEGATIVE_OPERATORS)
            domain = domain.map_conditions(
                lambda condition: (
                    neutral
                    if condition.field_expr.startswith("sanbao_archive_id")
                    else condition
                )
            )
        return few_first(self, domain)

    @api.onchange("sanbao_archive_id")
    def _onchange_sanbao_archive_id(self):
        """On screen the unit brings its customer, unless one was chosen."""
        if self.sanbao_archive_id and not self.partner_id:
            self.partner_id = self.sanbao_archive_id.partner_id

    # === Registration (SVC-03) ===

    def _sanbao_missing_registration(self):
        """Labels of the fields that the registration still lacks (SVC-03)."""
        self.ensure_one()
        filled = {
            "customer": self.partner_id,
            "contact": self.sanbao_contact_name and self.sanbao_contact_phone,
            "model": self.sanbao_archive_id,
            "fault": self.description and str(self.description).strip(),
            "channel": self.channel_id,
            "time": self.sanbao_reported_at,
        }
        names = {
            "customer": self.env._("customer"),
            "contact": self.env._("contact person and phone"),
            "model": self.env._("unit"),
            "fault": self.env._("fault description"),
            "channel": self.env._("channel"),
            "time": self.env._("time of the report"),
        }
        wanted = self.env["sanbao.parameter"]._get(
            "svc_register_fields", self.company_id
        )
        keys = [key.strip() for key in wanted.split(",") if key.strip() in names]
        return [names[key] for key in keys if not filled[key]]

    def _sanbao_gate_registration(self):
        lacking = self.filtered(
            lambda ticket: (
                ticket.sanbao_is_service and ticket._sanbao_missing_registration()
            )
        )
        self.env["sanbao.rule"]._gate(
            "SVC-03",
            lacking,
            lambda ticket: self.env._(
                "%(ticket)s: please register first: %(fields)s.",
                ticket=ticket.display_name,
                fields=", ".join(ticket._sanbao_missing_registration()),
            ),
        )

    def _sanbao_fault_as_text(self):
        """The fault as the customer told it; empty without a ticket."""
        return html2plaintext(self.description or "").strip()

    # === Changes ===

    def write(self, vals):
        services = self.filtered("sanbao_is_service")
        services._sanbao_gate_archived(vals)
        services._sanbao_gate_handover(vals)
        stage = self._sanbao_stage_in(vals)
        if stage and not stage.unattended and not stage.closed:
            services.filtered("unattended")._sanbao_gate_registration()
        closing = services.filtered(lambda ticket: not ticket.closed)
        if stage and stage.closed:
            closing._sanbao_gate_close(stage)
        reopening = services.filtered("closed")
        result = super().write(vals)
        if stage and stage.closed:
            closing._sanbao_after_close(stage)
        elif stage:
            reopening.sanbao_application_id._reopen()
        if "priority" in vals or vals.get("user_id"):
            self._sanbao_amend_deadlines(vals)
        return result

    def _sanbao_stage_in(self, vals):
        return self.env["helpdesk.ticket.stage"].browse(vals.get("stage_id") or [])

    def _sanbao_gate_handover(self, vals):
        """A case changes hands only with a note for the next owner (SVC-44)."""
        if not vals.get("user_id") or (vals.get("sanbao_handover_note") or "").strip():
            return
        handed_over = self.filtered(
            lambda ticket: ticket.user_id and ticket.user_id.id != vals["user_id"]
        )
        self.env["sanbao.rule"]._gate(
            "SVC-44",
            handed_over,
            lambda ticket: self.env._(
                "%(ticket)s belongs to %(owner)s. Use “Hand over” and write what the "
                "next person needs to know.",
                ticket=ticket.display_name,
                owner=ticket.user_id.name,
            ),
        )

    # === Buttons ===

    def action_sanbao_application(self):
        """Open the service application (Form 3) of this case; start one if there is none."""
        self.ensure_one()
        self.check_access("write")
        self._sanbao_gate_registration()
        application = self.sanbao_application_id
        if not application:
            application = self.env["sanbao.service.application"].create(
                self._prepare_sanbao_application_vals()
            )
        return application._open_form()

    def _prepare_sanbao_application_vals(self):
        return {"ticket_id": self.id}

    def action_sanbao_note(self):
        """Ask for the note of a hand-over, a first contact or an escalation."""
        self.ensure_one()
        kind = self.env.context.get("sanbao_note_kind", "first_contact")
        return {
            "type": "ir.actions.act_window",
            "name": dict(
                self.env["sanbao.ticket.note"]
                ._fields["kind"]
                ._description_selection(self.env)
            )[kind],
            "res_model": "sanbao.ticket.note",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_ticket_id": self.id, "default_kind": kind},
        }

    def action_sanbao_unit_cases(self):
        """All cases of the same unit."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_service.helpdesk_ticket_action"
        )
        return dict(
            action,
            domain=[("sanbao_archive_id", "=", self.sanbao_archive_id.id)],
            context={},
        )
