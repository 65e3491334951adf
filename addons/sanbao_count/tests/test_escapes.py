from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.sanbao_approval.tests.escapes import ApprovalEscapes

from .common import CountCommon


@tagged("post_install", "-at_install")
class TestDifferenceEscapes(ApprovalEscapes, CountCommon):
    """STK-20: differences cannot be approved by a trick. Documents and lines are made by
    counts only: where other documents are copied or extended, this one refuses."""

    def setUp(self):
        super().setUp()
        # Each document needs goods of its own.
        self.warehouse.sanbao_head_id = False

    def _escape_document(self):
        return self._explain(self._found(-1))

    def _escape_header_change(self):
        return None

    def _escape_line_change(self):
        return "line_ids", {"explanation": "另有原因"}

    def _escape_outsiders(self, document):
        return document.env.user | self.checker | self.head | self.fin

    def test_escape_create_in_state_by_default(self):
        draft = self._escape_document()
        self._refused(
            draft.with_context(default_state="approved").create, draft.copy_data()[0]
        )

    def test_escape_copy(self):
        document = self._escape_approved()
        self._refused(document.copy)
        self._refused(document.sudo().copy)

    def test_escape_add_line_after_approval(self):
        document = self._escape_approved()
        lines, vals = self._escape_lines(document)
        self._refused(lines[:1].copy, vals)
        self._refused(document.write, {"line_ids": [(0, 0, lines.copy_data()[0])]})

    def test_escape_delete_line_after_approval(self):
        document = self._escape_approved()
        self._refused(document.sudo().line_ids.unlink)
        self._refused(document.write, {"line_ids": [(5,)]})

    def test_escape_move_line_to_an_approved_document(self):
        document, other = self._escape_approved(), self._escape_approved()
        self._refused(document.sudo().line_ids.write, {"difference_id": other.id})

    def test_escape_other_buttons_of_the_engine(self):
        document = self._escape_approved()
        for name in (
            "restart_validation",
            "action_withdraw",
            "action_reset",
            "action_cancel",
        ):
            with self.subTest(name=name):
                self._refused(getattr(document, name))
        document.count_id.with_user(self.dgm).action_cancel()
        document.invalidate_recordset()
        self.assertFalse(document._is_approved())
        self._refused(document.action_reset)
        self._assert_not_through(document)

    def test_escape_post_without_approval(self):
        document = self._escape_submitted()
        for user in self._escape_outsiders(document) | self.dgm:
            with self.subTest(user.login):
                self._refused(document.with_user(user).action_post)
        self.assertEqual(self._on_hand(), 100)

    def test_escape_post_by_others_than_the_warehouse(self):
        document = self._escape_approved()
        for user in (self.dgm, self.gm, self.fin):
            with self.subTest(user.login), self.assertRaises(UserError):
                document.with_user(user).action_post()
        self.assertEqual(self._on_hand(), 100)

    def test_escape_forged_posting(self):
        document = self._escape_submitted()
        line = document.line_ids
        moves = self.env["stock.move"].with_user(self.keeper)
        vals = {
            "product_id": self.part.id,
            "product_uom_qty": 1,
            "location_id": self.shelf.id,
            "location_dest_id": self.part.property_stock_inventory.id,
        }
        link = {"sanbao_difference_line_id": line.id}
        self._refused(moves.create, {**vals, **link})
        self._refused(moves.sudo().create, {**vals, **link})
        self._refused(
            moves.with_context(default_sanbao_difference_line_id=line.id).create, vals
        )
        move = moves.create(vals)
        self._refused(move.write, link)
        for forged in (True, {}, {"lines": {}}):
            context = {"sanbao_posting": forged}
            self._refused(moves.with_context(**context).create, {**vals, **link})
            self._refused(move.with_context(**context).write, link)
