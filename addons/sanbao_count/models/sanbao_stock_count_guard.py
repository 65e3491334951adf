from odoo import models
from odoo.exceptions import AccessError, UserError

from odoo.addons.sanbao_approval.engine import as_engine

from .sanbao_stock_count import (
    CANCELLED,
    CHECKING,
    COUNTING,
    DIFFERENCES,
    DRAFT,
    PREPARING,
)


class SanbaoStockCount(models.Model):
    """Who may take a step of a count, and giving it up."""

    _inherit = "sanbao.stock.count"

    def _require_keeper(self):
        """Only the warehouse counts; and it must be able to write this count."""
        self.check_access("write")
        self.env["stock.move"]._sanbao_require_keeper(
            self.env._("Only the warehouse counts the stock.")
        )

    def _require_state(self, *states):
        self.ensure_one()
        if self.state not in states:
            names = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(count)s is “%(state)s”; this needs: %(wanted)s. Reload it.",
                    count=self.display_name,
                    state=names[self.state],
                    wanted=", ".join(names[state] for state in states),
                )
            )

    def _may_cancel_differences(self):
        """Known differences are dropped by those only who would approve them."""
        self.ensure_one()
        user = self.env.user
        return user == self.warehouse_id.sanbao_head_id or any(
            user.has_group(f"sanbao_base.group_{role}")
            for role in ("gm", "dgm", "admin")
        )

    def action_cancel(self):
        """Give the count up; nothing of it is posted.

        :raise AccessError: once differences are known, to all but the warehouse head,
            the deputy or general manager and the rule administrator
        """
        self.check_access("read")
        for count in self:
            count._cancel()
        return True

    def _cancel(self):
        engine = as_engine(self)
        engine._lock()
        if self.state == CANCELLED:
            return
        self._require_state(DRAFT, PREPARING, COUNTING, CHECKING, DIFFERENCES)
        if self.state in (CHECKING, DIFFERENCES):
            if not self._may_cancel_differences():
                raise AccessError(
                    self.env._(
                        "Differences of %(count)s are known. The head of the warehouse"
                        " or the deputy general manager cancels it.",
                        count=self.display_name,
                    )
                )
        else:
            self._require_keeper()
        engine.difference_id._cancel_with_count()
        engine.write({"state": CANCELLED, "closed_lines": self.line_count})
        self._end_obligation("_cancel")
