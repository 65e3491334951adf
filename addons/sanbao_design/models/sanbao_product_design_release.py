from odoo import Command, models

from odoo.addons.sanbao_approval.engine import as_engine
from odoo.addons.sanbao_base.claim import claim

from .sanbao_product_design import SUPERSEDED


class SanbaoProductDesign(models.Model):
    """What a design needs before it is released, and what its release does."""

    _inherit = "sanbao.product.design"

    # === Versions ===

    def _give_version(self):
        """The next number of the product's design in this company."""
        self.ensure_one()
        domain = [
            ("product_tmpl_id", "=", self.product_tmpl_id.id),
            ("company_id", "=", self.company_id.id),
            ("id", "!=", self.id),
        ]
        # All versions count, readable or not.
        [(last,)] = self.sudo()._read_group(domain, [], ["version:max"])
        if (last or 0) + 1 != self.version:
            as_engine(self).version = (last or 0) + 1

    def action_new_version(self):
        """Make the draft of the next version, or open the one that is there."""
        self.ensure_one()
        self.check_access("write")
        self._approval_require_state("approved")
        claim(self)
        domain = [
            ("product_tmpl_id", "=", self.product_tmpl_id.id),
            ("company_id", "=", self.company_id.id),
            ("state", "in", ("draft", "submitted", "rejected")),
        ]
        following = self.search(domain, limit=1) or self.copy()
        return following._open_form()

    # === Submission ===

    def _approval_requesters(self):
        """The designer does not release his own design, whoever submits it."""
        return super()._approval_requesters() | self.user_id

    def _check_before_submit(self):
        super()._check_before_submit()
        gate = self.env["sanbao.rule"]._gate
        for code, problems in (
            ("QLT-08", self._checklist_problems()),
            ("QLT-09", self._document_problems()),
            ("QLT-07", self._record_problems()),
        ):
            text = "; ".join(problems)
            gate(
                code,
                self if problems else self.browse(),
                self.env._(
                    "%(design)s: %(problems)s. Complete it.",
                    design=self.display_name,
                    problems=text,
                ),
            )
        as_engine(self).has_records = not self._record_problems()

    def _checklist_problems(self):
        """What the checklist lacks (QLT-08)."""
        missing = self._aspects() - self.check_ids.aspect_id
        problems = [
            self.env._("“%s” is not in the checklist", aspect.name)
            for aspect in missing
        ]
        problems += filter(None, [check._problem() for check in self.check_ids])
        if not (self.description or "").strip():
            problems.append(self.env._("purpose and requirements are missing"))
        return problems

    def _document_problems(self):
        """Which design documents are missing, not in force or late for review (QLT-09)."""
        # Whether documents are in force does not depend on who submits.
        documents = self.sudo().document_ids
        if not documents:
            return [self.env._("no design document is named")]
        problems = []
        for page in documents:
            if page.sanbao_register != "design" or not page.sanbao_in_force:
                problems.append(
                    self.env._("“%s” is no design document in force", page.name)
                )
            elif page.sanbao_review_late:
                problems.append(self.env._("the review of “%s” is late", page.name))
        return problems

    def _record_problems(self):
        """What risk assessment and reliability tests lack (QLT-07)."""
        problems = []
        if not self.risk_ids:
            problems.append(self.env._("the risk assessment is missing"))
        if not self.test_ids:
            problems.append(self.env._("reliability tests are missing"))
        problems += filter(None, [risk._problem() for risk in self.risk_ids])
        return problems + self.test_ids._problems()

    # === Release ===

    def _on_approved(self):
        super()._on_approved()
        # The approver decides; what was in force is the same for everybody.
        versions = self.sudo().document_ids.sanbao_current_id
        as_engine(self).released_version_ids = [Command.set(versions.ids)]
        domain = [
            ("product_tmpl_id", "=", self.product_tmpl_id.id),
            ("company_id", "=", self.company_id.id),
            ("state", "=", "approved"),
            ("id", "!=", self.id),
        ]
        # Older versions, whoever made them.
        for older in self.sudo().search(domain):
            older._supersede()

    def _supersede(self):
        if self._is_approved():
            self._set_state(SUPERSEDED)
