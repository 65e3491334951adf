from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.sanbao_approval.computed import refuse_protected
from odoo.addons.sanbao_approval.engine import as_engine, is_engine
from odoo.addons.sanbao_base.claim import claim

from ..kinds import ENVIRONMENT, RULES
from .sanbao_storage_round import OPEN

OK, NOT_OK = "ok", "not_ok"
# What keepers type while the round is open.
FREE = {"note", "treatment", "photo"}


class SanbaoStorageRoundLine(models.Model):
    """One piece of equipment, place or point that is looked at on a round."""

    _name = "sanbao.storage.round.line"
    _description = "Point of a round, answered"
    _order = "round_id desc, sequence, id"
    _rec_name = "item"
    _check_company_auto = True

    round_id = fields.Many2one(
        "sanbao.storage.round",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    sequence = fields.Integer(readonly=True)
    kind = fields.Selection(related="round_id.kind", store=True)
    round_state = fields.Selection(string="Round Status", related="round_id.state")
    warehouse_id = fields.Many2one(related="round_id.warehouse_id", store=True)
    company_id = fields.Many2one(related="round_id.company_id", store=True, index=True)
    equipment_id = fields.Many2one(
        "maintenance.equipment",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    location_id = fields.Many2one(
        "stock.location", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    point_id = fields.Many2one("sanbao.storage.point", readonly=True)
    item = fields.Char("What", compute="_compute_item")
    place = fields.Char("Where", compute="_compute_item")
    expired = fields.Boolean(related="equipment_id.sanbao_expired")
    result = fields.Selection(
        selection=[(OK, "OK"), (NOT_OK, "Not OK")], readonly=True, index=True
    )
    note = fields.Char("Problem or Remark")
    treatment = fields.Char(help="What was done about it at once.")
    photo = fields.Image(max_width=1600, max_height=1600)
    checked_at = fields.Datetime("Checked On", readonly=True)
    checked_by_id = fields.Many2one("res.users", readonly=True)
    reading_id = fields.Many2one(
        "sanbao.storage.reading", readonly=True, index="btree_not_null"
    )
    action_id = fields.Many2one(
        "sanbao.storage.action",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )

    @api.depends("equipment_id", "location_id", "point_id")
    @api.depends_context("lang")
    def _compute_item(self):
        for line in self:
            # Names of what is on the round are for everybody who sees the round.
            thing = line.sudo()
            line.item = (
                thing.equipment_id.display_name
                or thing.location_id.display_name
                or thing.point_id.name
            )
            line.place = thing.equipment_id.sanbao_place

    @api.model
    def _late_domain(self):
        """What should have been looked at by now."""
        return Domain("result", "=", False) & Domain("round_id.overdue", "=", True)

    def write(self, vals):
        refuse_protected(self, vals.keys() - FREE)
        if not is_engine(self.env):
            self._check_open()
        return super().write(vals)

    def _check_open(self):
        for line in self:
            if line.round_id.state != OPEN:
                raise UserError(
                    self.env._(
                        "%(round)s is done: what was found stays as it was found.",
                        round=line.round_id.display_name,
                    )
                )

    def _check_answerable(self):
        """The caller goes on rounds, and this one is open and not answered by a fault."""
        self.check_access("write")
        claim(self)
        self.invalidate_recordset(["result", "action_id"])
        self._check_open()
        if self.filtered(lambda line: line.kind == ENVIRONMENT):
            raise UserError(
                self.env._("Enter the temperature and the humidity that you read.")
            )
        if found := self.filtered("action_id"):
            raise UserError(
                self.env._(
                    "%(item)s: a fault was found and is being put right. Finish the"
                    " action %(action)s instead.",
                    item=found[0].item,
                    action=found[0].action_id.sudo().name,  # its number, no more
                )
            )

    # === Buttons ===

    def action_ok(self):
        """Looked at, all is well. What has expired is not (STK-24)."""
        self._check_answerable()
        self.env["sanbao.rule"]._gate(
            "STK-24",
            self.filtered("expired"),
            lambda line: self.env._(
                "%(equipment)s was valid until %(date)s: answer “Not OK”, so that it is"
                " replaced.",
                equipment=line.item,
                date=line.equipment_id.sanbao_valid_until,
            ),
        )
        self._answer(OK)
        return True

    def action_not_ok(self):
        """Something is wrong: a window asks what it is."""
        self.ensure_one()
        self._check_answerable()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What Is Wrong?"),
            "res_model": "sanbao.storage.defect",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_line_id": self.id},
        }

    def action_read(self):
        """Enter the reading of this place."""
        self.ensure_one()
        self.check_access("read")
        return self.location_id.action_sanbao_read()

    def action_view_action(self):
        """Open the action that puts it right."""
        self.ensure_one()
        self.check_access("read")
        return self.action_id._open_form()

    # === Answers ===

    def _answer(self, result, **values):
        as_engine(self).write(
            {
                "result": result,
                "checked_at": fields.Datetime.now(),
                "checked_by_id": self.env.uid,
                **values,
            }
        )

    def _fail(self, problem, treatment=False, photo=False):
        """Something is wrong: it is noted, and an action opened to put it right."""
        self.ensure_one()
        self._check_answerable()
        self._answer(NOT_OK, note=problem, treatment=treatment, photo=photo)
        if not self.env["sanbao.rule"]._is_on(RULES[self.kind], self.company_id):
            return self.env["sanbao.storage.action"]
        action = self.env["sanbao.storage.action"]._open_for(
            [
                {
                    "kind": self.kind,
                    "warehouse_id": self.warehouse_id.id,
                    "round_id": self.round_id.id,
                    "equipment_id": self.equipment_id.id,
                    "location_id": self.location_id.id,
                    "problem": f"{self.item}: {problem}",
                    "measure": treatment,
                    "photo": photo,
                }
            ]
        )
        as_engine(self).write({"action_id": action.id})
        return action

    def _read(self, reading):
        """The place was read: answers the line, and the round with its last one."""
        result = NOT_OK if reading.out_of_range else OK
        self._answer(
            result, reading_id=reading.id, action_id=reading.action_id.id or False
        )
        self.round_id._finish_read()
