from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from .sanbao_old_part import EXPECTED, RETURNED
from .sanbao_parts_return import CANCELLED, DRAFT, INSPECTED, OLD, POSTED, RECEIVED


class SanbaoPartsReturn(models.Model):
    """The buttons of Form 12: received, inspected, posted."""

    _inherit = "sanbao.parts.return"

    def _lock(self):
        """The second of two presses waits here; Odoo repeats it on the new state."""
        if self.ids:
            self.env.cr.execute(
                SQL(
                    "SELECT id FROM sanbao_parts_return WHERE id IN %s ORDER BY id "
                    "FOR UPDATE",
                    tuple(self.ids),
                )
            )

    def _require_keeper(self):
        self.check_access("read")
        if not (self.env.su or self.env.user.has_group("sanbao_base.group_wh")):
            raise AccessError(
                self.env._("Parts are received and posted by the warehouse keeper.")
            )

    # === Receive: into the pending zone ===

    def action_receive(self):
        """The parts are here: book them into the pending zone, once (PRT-12).

        :raises RuleViolation: SVC-16 more comes back unused than was issued
        """
        self._require_keeper()
        self._lock()
        for note in self:
            if note.state == RECEIVED and note.received_by_id == self.env.user:
                continue  # the second of two presses
            note._require_state(DRAFT)
            note._check_complete()
            note._write_engine(
                {
                    "state": RECEIVED,
                    "received_by_id": self.env.uid,
                    "received_at": fields.Datetime.now(),
                }
            )
            note._book(
                {line: (note._source(), line._pending()) for line in note.line_ids}
            )
            note._after_received()
        return True

    def _check_complete(self):
        self.ensure_one()
        if not self.line_ids:
            raise UserError(
                self.env._("%s: enter the parts that come back.", self.name)
            )
        parts = self.line_ids.old_part_id
        for part in parts.filtered(lambda p: p.state != EXPECTED):
            raise UserError(
                self.env._("%s is not expected any more.", part.display_name)
            )
        for line in self.line_ids.filtered("old_part_id"):
            if (
                line.uom_id.compare(line.quantity, line.old_part_id.quantity)
                or len(
                    self.line_ids.filtered(
                        lambda other, line=line: other.old_part_id == line.old_part_id
                    )
                )
                > 1
            ):
                raise UserError(
                    self.env._(
                        "%s comes back once and as a whole.",
                        line.old_part_id.display_name,
                    )
                )

    def _source(self):
        if self.kind == OLD:
            return self.partner_id.property_stock_customer
        # After-sales need not be allowed to read the warehouse's set-up.
        return self.warehouse_id.sudo().sanbao_service_location_id

    def _after_received(self):
        for line in self.line_ids.filtered("old_part_id"):
            if line.serial:
                # The number is on the part; the keeper may not write old parts.
                line.old_part_id.sudo().serial = line.serial
        self.line_ids.old_part_id._arrive()
        if self.kind != OLD:
            # The case is not the keeper's to read in full.
            self.sudo().application_id._gate_parts_used()
            for line in self.line_ids.sudo():
                parts = line.issue_line_id.issue_id.old_part_ids
                parts.filtered(
                    lambda part, line=line: part.issue_line_id == line.issue_line_id
                )._drop(line.quantity)

    def _book(self, routes):
        """Move the parts of lines along ``{line: (from, to)}``, a transfer per target."""
        targets = {}
        for line, (source, target) in routes.items():
            targets.setdefault((source, target), []).append(line)
        # What may be booked was decided by the steps; transfers follow from it.
        pickings = self.env["stock.picking"].sudo()
        for (source, target), lines in targets.items():
            picking = pickings.create(self._prepare_picking_vals(source, target, lines))
            picking.action_confirm()
            picking.do_unreserve()
            for move in picking.move_ids:
                move.move_line_ids.unlink()
                move.move_line_ids = [
                    fields.Command.create(
                        {
                            "product_id": move.product_id.id,
                            "product_uom_id": move.product_uom.id,
                            "quantity": move.product_uom_qty,
                            "lot_id": move.sanbao_return_line_id._move_serial().id,
                            "location_id": source.id,
                            "location_dest_id": target.id,
                            "picking_id": picking.id,
                        }
                    )
                ]
                move.picked = True
            picking._action_done()

    def _prepare_picking_vals(self, source, target, lines):
        return {
            # Set up by others and true for everybody.
            "picking_type_id": self.warehouse_id.sudo().sanbao_return_type_id.id,
            "partner_id": self.partner_id.id,
            "origin": self.name,
            "company_id": self.company_id.id,
            "sanbao_return_id": self.id,
            "location_id": source.id,
            "location_dest_id": target.id,
            "move_ids": [
                fields.Command.create(
                    {
                        "sanbao_return_line_id": line.id,
                        "product_id": line.product_id.id,
                        "product_uom": line.uom_id.id,
                        "product_uom_qty": line.quantity,
                        "location_id": source.id,
                        "location_dest_id": target.id,
                    }
                )
                for line in lines
            ],
        }

    # === Inspect: by quality control, not by who received the parts ===

    def _require_inspector(self):
        """Only an inspector writes findings, while the parts are pending (PRT-12)."""
        self.check_access("read")
        if not self.env.user.has_group("sanbao_base.group_qc"):
            raise AccessError(
                self.env._("Returned parts are inspected by quality control only.")
            )
        self._require_state(RECEIVED)
        self.env["sanbao.rule"]._gate(
            "PRT-12",
            self.filtered(lambda note: note.received_by_id == self.env.user),
            lambda note: self.env._(
                "%s: you received these parts. Somebody else inspects them.", note.name
            ),
        )

    def action_inspect(self):
        """The inspection is complete: every line has its findings (PRT-14).

        :raises RuleViolation: PRT-12 by who received them, PRT-14 findings missing
        """
        self.check_access("read")
        self._lock()
        for note in self:
            if note.state == INSPECTED and note.inspected_by_id == self.env.user:
                continue  # the second of two presses
            note._require_inspector()
            note._gate_findings()
            note._write_engine(
                {
                    "state": INSPECTED,
                    "inspected_by_id": self.env.uid,
                    "inspected_at": fields.Datetime.now(),
                }
            )
            note.line_ids.old_part_id._move_to("inspected")
        return True

    def _gate_findings(self):
        lines = self.line_ids
        self.env["sanbao.rule"]._gate(
            "PRT-14",
            lines.filtered(lambda line: line._lacks_findings()).return_id,
            lambda note: self.env._(
                "%(note)s: enter for %(parts)s the conclusion, how and why the part "
                "failed, who answers for it, and what happens to it. Old parts never "
                "go back into stock.",
                note=note.name,
                parts=", ".join(
                    line.product_id.display_name
                    for line in note.line_ids
                    if line._lacks_findings()
                ),
            ),
        )

    # === Post: out of the pending zone ===

    def action_post(self):
        """Put the inspected parts where their disposition says, once (PRT-12).

        :raises RuleViolation: PRT-12 not inspected yet
        """
        self._require_keeper()
        self._lock()
        for note in self:
            if note.state == POSTED and note.posted_by_id == self.env.user:
                continue  # the second of two presses
            note._gate_inspected()
            note._require_state(INSPECTED)
            note._book(
                {line: (line._pending(), line._target()) for line in note.line_ids}
            )
            note._write_engine(
                {
                    "state": POSTED,
                    "posted_by_id": self.env.uid,
                    "posted_at": fields.Datetime.now(),
                }
            )
            note.line_ids.old_part_id._move_to(RETURNED)
        return True

    def _gate_inspected(self):
        self.env["sanbao.rule"]._gate(
            "PRT-12",
            self.filtered(lambda note: note.state in (DRAFT, RECEIVED)),
            lambda note: self.env._(
                "%s is not inspected yet. Quality control checks the parts in the "
                "pending zone first.",
                note.name,
            ),
        )

    def action_cancel(self):
        """Nothing comes back by this note."""
        self.check_access("write")
        self._lock()
        self._require_state(DRAFT)
        self._write_engine({"state": CANCELLED})
        return True
