from odoo import Command, api, fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .at_once import AtOnce

ROLES = ("as", "asm", "sm", "dgm", "gm", "wh", "qc", "fin")


@tagged("post_install", "-at_install")
class TestConcurrency(AtOnce):
    """Two presses at the same moment, real connections (PRT-04, PRT-12)."""

    def _make(self, env):
        helpdesk = env.ref("helpdesk_mgmt.group_helpdesk_user")
        stock = env.ref("stock.group_stock_user")
        self.users = {}
        for role in ROLES:
            groups = helpdesk | stock | env.ref(f"sanbao_base.group_{role}")
            user = env["res.users"].create(
                {
                    "name": f"at once {role}",
                    "login": f"at_once_{role}",
                    "group_ids": [Command.set(groups.ids)],
                }
            )
            self.users[role] = user.id
        goods = {"type": "consu", "is_storable": True, "taxes_id": [Command.clear()]}
        vehicle, part = env["product.product"].create(
            [
                {"name": "Sweeper", "tracking": "serial", **goods},
                {"name": "Pump", "list_price": 100, **goods},
            ]
        )
        env["sanbao.warranty.policy"].create(
            {
                "name": "One year",
                "warranty_months": 12,
                "warranty_scope": "All",
                "product_tmpl_id": vehicle.product_tmpl_id.id,
            }
        )
        partner = env["res.partner"].create(
            {"name": "At once", "state_id": env.ref("base.state_cn_BJ").id}
        )
        lot = env["stock.lot"].create({"name": "AT-ONCE-1", "product_id": vehicle.id})
        today = fields.Date.today()
        archive = env["sanbao.archive"].create(
            {
                "lot_id": lot.id,
                "partner_id": partner.id,
                "ex_factory_date": today,
                "acceptance_date": today,
            }
        )
        warehouse = env["stock.warehouse"]._sanbao_of_company(env.company)
        env["stock.quant"]._update_available_quantity(part, warehouse.lot_stock_id, 10)
        self.part, self.partner, self.archive = part.id, partner.id, archive.id

    def _approve(self, document, *roles):
        document.action_submit()
        for role in roles:
            self._as(document, role)._validate_tier()
        document.invalidate_recordset()
        self.assertEqual(document.state, "approved")

    def _issue(self, env):
        ticket = env["helpdesk.ticket"].create(
            {
                "name": "No water",
                "description": "<p>No water</p>",
                "partner_id": self.partner,
                "sanbao_archive_id": self.archive,
                "user_id": self.users["as"],
                "channel_id": env.ref("helpdesk_mgmt.helpdesk_ticket_channel_phone").id,
            }
        )
        application = env["sanbao.service.application"].create(
            {
                "ticket_id": ticket.id,
                "analysis": "Seal",
                "cause_class": "quality",
                "solution_type": "replace",
                "part_line_ids": [Command.create({"product_id": self.part})],
            }
        )
        self._approve(application, "asm", "sm")
        issue = env["sanbao.parts.issue"].browse(
            application.action_sanbao_parts_issue()["res_id"]
        )
        self._approve(issue, "dgm", "gm")
        issue.action_fill_requisition()
        return issue

    def _note(self, env):
        """The note of an old part whose new one has left; the gate is not the matter."""
        issue = self._issue(env)
        self._as(issue, "wh").action_release()
        rule = env["sanbao.rule"].sudo().search([("code", "=", "SAL-44")])
        mode, rule.mode = rule.mode, "off"
        picking = issue.sudo().picking_ids
        picking.move_ids.picked = True
        picking._action_done()
        rule.mode = mode
        action = issue.application_id.action_sanbao_return_old()
        return env["sanbao.parts.return"].browse(action["res_id"])

    @mute_logger("odoo.sql_db")
    def test_two_presses_release_once(self):
        """PRT-04: one transfer."""
        issue = self._committed(self._issue)
        self._twice("wh", issue, "action_release")
        self.assertEqual(self._look(issue, lambda doc: len(doc.picking_ids)), 1)

    @mute_logger("odoo.sql_db")
    def test_two_presses_receive_and_post_once(self):
        """PRT-12: one transfer into the pending zone and one out of it."""
        note = self._committed(self._note)
        self._twice("wh", note, "action_receive")
        self.assertEqual(self._look(note, lambda doc: len(doc.picking_ids)), 1)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, self.users["qc"], {})
            document = env[note[0]].browse(note[1])
            document.line_ids.write(
                {
                    "conclusion": "quality",
                    "failure_mode": "cracked",
                    "cause": "aged",
                    "responsible_side": "supplier",
                    "disposition": "scrap",
                }
            )
        self._twice("qc", note, "action_inspect")
        self._twice("wh", note, "action_post")
        self.assertEqual(self._look(note, lambda doc: len(doc.picking_ids)), 2)
        state = self._look(note, lambda doc: doc.line_ids.old_part_id.state)
        self.assertEqual(state, "returned")
