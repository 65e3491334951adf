"""How many statements the screens of a ticket may take (goal G7), for the one who sees most:
the head of after-sales. Times at a million tickets: ``script/benchmark --screens``.
"""

from benchmark.volume_calls import finding, listing, opening

from odoo import Command
from odoo.tests import tagged

from odoo.addons.sanbao_service.tests.common import ServiceCommon

TICKET = "helpdesk.ticket"
PAGE = 80
LIST, FORM = 12, 20


@tagged("post_install", "-at_install")
class TestScreenBudget(ServiceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.asm.group_ids += cls.env.ref("stock.group_stock_user")
        cls.team = cls.env["helpdesk.ticket.team"].create(
            {"name": "Budget", "user_ids": [Command.set(cls.staff.ids)]}
        )

    def _cases(self, count):
        """Cases of as many units of several products; the last has an application."""
        category = self.env["helpdesk.ticket.category"].create({"name": "液压"})
        tags = self.env["helpdesk.ticket.tag"].create([{"name": "急"}, {"name": "远"}])
        values = {"type": "consu", "is_storable": True, "tracking": "serial"}
        products = self.vehicle + self.vehicle.create(
            [{"name": name, **values} for name in ("水罐消防车", "清障车")]
        )
        lots = self.env["stock.lot"].create(
            [
                {"name": f"SB{number}", "product_id": products[number % 3].id}
                for number in range(count)
            ]
        )
        archives = self.env["sanbao.archive"].create(
            [{"lot_id": lot.id, "partner_id": self.partner.id} for lot in lots]
        )
        tickets = self.env[TICKET].create(
            [
                {
                    "name": archive.serial,
                    "description": "<p>水泵不工作</p>",
                    "partner_id": self.partner.id,
                    "sanbao_archive_id": archive.id,
                    "user_id": self.staff.id,
                    "team_id": self.team.id,
                    "category_id": category.id,
                    "tag_ids": [Command.set(tags.ids)],
                }
                for archive in archives
            ]
        )
        self._application(ticket=tickets[-1])
        return tickets

    def _cost(self, call):
        env = self.env(
            user=self.asm,
            context={"lang": "zh_CN", "tz": "Asia/Shanghai", "uid": self.asm.id},
        )
        known = call(env, None)
        call(env, known)  # the caches that live longer than a request
        self.env.flush_all()
        self.env.invalidate_all()
        self.asm.with_env(env).name  # noqa: B018 the session's
        before = self.env.cr.sql_log_count
        call(env, known)
        return self.env.cr.sql_log_count - before

    def test_lists_read_a_full_page_with_twelve_statements(self):
        self._cases(PAGE + 1)
        for domain in (
            [],
            [("closed", "=", False)],
            [("partner_id", "=", self.partner.id)],
        ):
            with self.subTest(domain=domain):
                self.assertLessEqual(self._cost(listing(TICKET, domain)), LIST)

    def test_the_form_reads_a_case_with_its_counts_with_twenty(self):
        ticket = self._cases(2)[-1]
        cost = self._cost(opening(TICKET, ticket.id))
        self.assertLessEqual(cost, FORM)

    def test_a_ticket_is_found_by_number_with_three(self):
        ticket = self._cases(2)[-1]
        self.assertLessEqual(self._cost(finding(TICKET, ticket.number)), 3)
