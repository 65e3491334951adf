from collections import Counter

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.sanbao_base.claim import claim

from .sanbao_old_part import EXPECTED


class SanbaoServiceApplication(models.Model):
    """From the case to its parts: issues, old parts, return notes."""

    _inherit = "sanbao.service.application"

    issue_ids = fields.One2many("sanbao.parts.issue", "application_id")
    issue_count = fields.Integer(compute="_compute_parts_counts")
    old_part_ids = fields.One2many("sanbao.old.part", "application_id")
    old_part_count = fields.Integer(compute="_compute_parts_counts")
    old_part_open_count = fields.Integer(compute="_compute_parts_counts")
    return_ids = fields.One2many("sanbao.parts.return", "application_id")
    return_count = fields.Integer(compute="_compute_parts_counts")
    parts_wanted = fields.Boolean(
        string="Parts to be issued", compute="_compute_parts_wanted"
    )

    def _compute_parts_counts(self):
        expected = dict(
            self.env["sanbao.old.part"]._read_group(
                [("application_id", "in", self.ids), ("state", "=", EXPECTED)],
                ["application_id"],
                ["__count"],
            )
        )
        for name, model in (
            ("issue_count", "sanbao.parts.issue"),
            ("old_part_count", "sanbao.old.part"),
            ("return_count", "sanbao.parts.return"),
        ):
            counts = self._count_by_case(model, "application_id")
            for application in self:
                application[name] = counts.get(application._origin, 0)
        for application in self:
            application.old_part_open_count = expected.get(application._origin, 0)

    def _compute_parts_wanted(self):
        for application in self:
            left = application._sanbao_wanted_left()
            application.parts_wanted = any(value > 0 for value in left.values())

    def _sanbao_wanted_left(self, without=None):
        """``{product: quantity}`` that the case wants and no issue asks for (PRT-01).

        What came back unused may be asked for again.
        """
        self.ensure_one()
        left = Counter()
        for line in self.part_line_ids:
            left[line.product_id] += line.quantity
        # Everything asked for counts, whoever counts it.
        issues = self.sudo().issue_ids - (without or self.issue_ids.browse()).sudo()
        for line in issues.filtered(
            lambda issue: issue.state not in ("cancelled", "rejected")
        ).line_ids:
            done = line.issue_id.state == "issued"
            asked = line.qty_issued if done else line.quantity
            left[line.product_id.sudo(self.env.su)] -= asked - line.qty_returned
        return left

    # === Buttons ===

    def action_sanbao_parts_issue(self):
        """Prepare a parts issue (Form 11) for what is wanted and not asked for yet.

        Opens the draft that exists, or the list when nothing is left to ask for.
        """
        self.ensure_one()
        draft = self.issue_ids.filtered(lambda doc: doc.state in ("draft", "rejected"))
        if draft:
            return draft[:1]._open_form()
        left = {p: n for p, n in self._sanbao_wanted_left().items() if n > 0}
        if not left:
            if self.issue_ids:
                return self.action_view_issues()
            raise UserError(
                self.env._(
                    "%s lists no wanted parts. Enter them first, then have the "
                    "application approved.",
                    self.display_name,
                )
            )
        self._gate_application()
        claim(self)
        issue = self.env["sanbao.parts.issue"].create(self._prepare_issue_vals(left))
        return issue._open_form()

    def _prepare_issue_vals(self, left):
        return {
            "application_id": self.id,
            "line_ids": [
                fields.Command.create({"product_id": product.id, "quantity": quantity})
                for product, quantity in left.items()
            ],
        }

    def action_sanbao_return_old(self):
        """Prepare a return note (Form 12) for the old parts that are expected."""
        self.ensure_one()
        return self.old_part_ids.filtered(
            lambda part: part.state == EXPECTED
        ).action_return()

    def action_sanbao_return_unused(self):
        """Prepare a return note (Form 12) for what was issued and not used."""
        self.ensure_one()
        drafts = self.return_ids.filtered(
            lambda note: note.state == "draft" and note.kind != "old"
        )
        if drafts:
            return drafts[:1]._open_form()
        lines = self._prepare_unused_lines()
        if not lines:
            raise UserError(self.env._("Everything that was issued was used."))
        claim(self)
        note = self.env["sanbao.parts.return"].create(
            {
                "application_id": self.id,
                "kind": "unused",
                "line_ids": [fields.Command.create(vals) for vals in lines],
            }
        )
        return note._open_form()

    def _prepare_unused_lines(self):
        left = {key: value for key, value in self._parts_left().items() if value > 0}
        vals_list = []
        for (product, lot), quantity in left.items():
            for line in self.issue_ids.line_ids.filtered(
                lambda line, product=product: line.product_id == product
            ):
                part = min(quantity, line.qty_issued - line.qty_returned)
                if line.uom_id.compare(part, 0) <= 0:
                    continue
                quantity -= part
                vals_list.append(
                    {
                        "issue_line_id": line.id,
                        "quantity": part,
                        "serial": lot.name,
                    }
                )
        return vals_list

    def _view_parts(self, xmlid, records):
        if len(records) == 1:
            return records._open_form()
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        return dict(action, domain=[("id", "in", records.ids)], context={})

    def action_view_issues(self):
        """The parts issues of this case."""
        self.ensure_one()
        return self._view_parts(
            "sanbao_parts.sanbao_parts_issue_action", self.issue_ids
        )

    def action_view_old_parts(self):
        """The old parts of this case."""
        self.ensure_one()
        return self._view_parts(
            "sanbao_parts.sanbao_old_part_action", self.old_part_ids
        )

    def action_view_returns(self):
        """The return notes of this case."""
        self.ensure_one()
        return self._view_parts(
            "sanbao_parts.sanbao_parts_return_action", self.return_ids
        )
