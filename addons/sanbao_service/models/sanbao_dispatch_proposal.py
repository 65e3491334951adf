from odoo import api, fields, models
from odoo.exceptions import UserError

URGENT = ("2", "3")
OPEN_STATES = ("submitted", "approved")


class SanbaoDispatchProposal(models.Model):
    """An engineer proposed for a journey, with the reasons as they were then (SVC-06)."""

    _name = "sanbao.dispatch.proposal"
    _description = "Proposed engineer"
    _order = "dispatch_id, rank, id"
    _check_company_auto = True

    dispatch_id = fields.Many2one(
        "sanbao.dispatch", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="dispatch_id.company_id", store=True)
    rank = fields.Integer(readonly=True)
    user_id = fields.Many2one(
        "res.users", string="Engineer", required=True, readonly=True
    )
    skill_count = fields.Integer(string="Fitting skills", readonly=True)
    in_region = fields.Boolean(string="Own region", readonly=True)
    open_count = fields.Integer(string="Open journeys", readonly=True)
    reason = fields.Char(string="Reasons", readonly=True)
    is_assigned = fields.Boolean(compute="_compute_is_assigned")

    @api.depends("dispatch_id.engineer_ids")
    def _compute_is_assigned(self):
        for proposal in self:
            proposal.is_assigned = proposal.user_id in proposal.dispatch_id.engineer_ids

    def action_assign(self):
        """Take this engineer for the journey."""
        self.ensure_one()
        dispatch = self.dispatch_id
        if dispatch.state not in ("draft", "rejected"):
            raise UserError(
                self.env._(
                    "%(dispatch)s: engineers are chosen before it is submitted.",
                    dispatch=dispatch.display_name,
                )
            )
        dispatch.write({"engineer_ids": [fields.Command.link(self.user_id.id)]})


class SanbaoDispatch(models.Model):
    """Whom to send: by skill, severity, region and workload (SVC-06)."""

    _inherit = "sanbao.dispatch"

    proposal_ids = fields.One2many(
        "sanbao.dispatch.proposal", "dispatch_id", string="Proposed engineers"
    )

    def action_propose_engineers(self):
        """Rank the engineers anew, by what is known now."""
        self.check_access("write")
        self._propose_engineers()

    def _propose_engineers(self):
        """Keep the ranked engineers with the reasons; nobody writes them by hand."""
        if not self.env["sanbao.rule"]._is_on("SVC-06"):
            return
        for dispatch in self.filtered(lambda doc: doc.state in ("draft", "rejected")):
            # Rows that only this method writes; it also reads what others are busy with.
            proposals = dispatch.sudo().proposal_ids
            proposals.unlink()
            proposals.create(dispatch._prepare_proposals())

    def _prepare_proposals(self):
        self.ensure_one()
        document = self.sudo()  # skills and workload of colleagues count, not access
        engineers = document._available_engineers()
        skills = (
            self.env["sanbao.service.skill"]
            # As above: a proposal looks at all skills.
            .sudo()
            ._needed_for(document.product_id, document.fault)
        )
        state = document.archive_id.state_id or document.partner_id.state_id
        workload = document._workload(engineers)
        facts = [
            {
                "user": user,
                "skills": skills & user.sanbao_skill_ids,
                "grade": int(user.sanbao_engineer_grade or 0),
                "in_region": bool(state) and state in user.sanbao_region_ids,
                "open": workload.get(user, 0),
            }
            for user in engineers
        ]
        facts.sort(key=document._proposal_order)
        return [
            {
                "dispatch_id": self.id,
                "rank": rank,
                "user_id": fact["user"].id,
                "skill_count": len(fact["skills"]),
                "in_region": fact["in_region"],
                "open_count": fact["open"],
                "reason": document._proposal_reason(fact, state),
            }
            for rank, fact in enumerate(facts, start=1)
        ]

    def _proposal_order(self, fact):
        """Skill first; then experience if it is urgent; then the way and the workload."""
        experience = fact["grade"] if self.priority in URGENT else 0
        return (
            -len(fact["skills"]),
            -experience,
            not fact["in_region"],
            fact["open"],
            fact["user"].name,
        )

    def _available_engineers(self):
        return self.env.ref("sanbao_base.group_eng").all_user_ids.filtered(
            lambda user: user.active and self.company_id in user.company_ids
        )

    def _workload(self, engineers):
        """How many other journeys each engineer has open."""
        return dict(
            self._read_group(
                [
                    ("engineer_ids", "in", engineers.ids),
                    ("state", "in", OPEN_STATES),
                    ("id", "!=", self.id),
                ],
                ["engineer_ids"],
                ["__count"],
            )
        )

    def _proposal_reason(self, fact, state):
        grades = dict(
            self.env["res.users"]
            ._fields["sanbao_engineer_grade"]
            ._description_selection(self.env)
        )
        words = [
            self.env._("Skills: %s", "、".join(fact["skills"].mapped("name")))
            if fact["skills"]
            else self.env._("no fitting skill"),
        ]
        if self.priority in URGENT and fact["grade"]:
            words.append(self.env._("urgent case: %s", grades[str(fact["grade"])]))
        if state:
            words.append(
                self.env._("works in %s", state.name)
                if fact["in_region"]
                else self.env._("other region")
            )
        words.append(
            self.env._("open journeys: %s", fact["open"])
            if fact["open"]
            else self.env._("no open journey")
        )
        return "; ".join(words)
