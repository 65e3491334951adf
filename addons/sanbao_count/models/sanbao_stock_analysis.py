from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.sanbao_approval.computed import refuse_protected
from odoo.addons.sanbao_approval.engine import as_engine, is_engine
from odoo.addons.sanbao_base.claim import claim
from odoo.addons.sanbao_base.local_time import company_today


class SanbaoStockAnalysis(models.Model):
    """Structure and turnover of the stock after a full count, or on demand (STK-22).

    The figures are those of the day when it was made; nobody changes them.
    """

    _name = "sanbao.stock.analysis"
    _description = "Analysis of the stock"
    _inherit = ["mail.thread", "sanbao.numbered.mixin"]
    _order = "date desc, id desc"
    _rec_names_search = ["name", "count_id"]
    _check_company_auto = True

    name = fields.Char(string="Analysis no.")
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    warehouse_id = fields.Many2one(
        "stock.warehouse", readonly=True, help="Empty: all of the company."
    )
    count_id = fields.Many2one(
        "sanbao.stock.count",
        string="After count",
        readonly=True,
        index="btree_not_null",
    )
    date = fields.Date(required=True, readonly=True)
    state = fields.Selection(
        selection=[("running", "Being computed"), ("done", "Complete")],
        required=True,
        readonly=True,
        default="running",
        index=True,
    )
    line_ids = fields.One2many("sanbao.stock.analysis.line", "analysis_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    value = fields.Monetary(string="Value of the stock", readonly=True)
    slow_value = fields.Monetary(string="Value of slow movers", readonly=True)
    overstock_value = fields.Monetary(readonly=True)
    turnover = fields.Float(
        readonly=True,
        aggregator=None,
        digits=(16, 2),
        help="Cost of what was needed in a year over the average stock.",
    )
    proposal_id = fields.Many2one(
        "sanbao.stock.proposal",
        string="Proposed levels",
        readonly=True,
        index="btree_not_null",
    )

    # A count is analysed once, also when two requests finish it.
    _count_unique = models.UniqueIndex(
        "(count_id) WHERE count_id IS NOT NULL", "This count is analysed already."
    )

    @api.model_create_multi
    def create(self, vals_list):
        if not is_engine(self.env):
            raise AccessError(
                self.env._("An analysis is made by a full count, or by “Analyse now”.")
            )
        return super().create(vals_list)

    def write(self, vals):
        free = {"message_follower_ids", "message_main_attachment_id"}
        refuse_protected(self, [name for name in vals if name not in free])
        return super().write(vals)

    @api.model
    def _open_for(self, count):
        """The analysis that belongs to a finished full count."""
        if not self.env["sanbao.rule"]._is_on("STK-22", count.company_id):
            return self.browse()
        return self._begin(count.company_id, count.warehouse_id, count)

    @api.model
    def action_analyse(self):
        """Look at the stock of the company now."""
        if not self.has_access("read"):
            raise AccessError(
                self.env._("The warehouse and finance analyse the stock.")
            )
        company = self.env.company
        claim(company)  # two clicks at once make one analysis
        today = company_today(company)
        made = self.search(
            [
                ("company_id", "=", company.id),
                ("count_id", "=", False),
                ("date", "=", today),
            ],
            limit=1,
        )
        return (made or self._begin(company))._open_form()

    @api.model
    def _begin(self, company, warehouse=None, count=None):
        analysis = as_engine(self).create(
            {
                "company_id": company.id,
                "warehouse_id": warehouse.id if warehouse else False,
                "count_id": count.id if count else False,
                "date": company_today(company),
            }
        )
        analysis._run_or_wait()
        return self.browse(analysis.ids)

    def action_view_lines(self):
        """Open the figures of each product."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_count.sanbao_stock_analysis_line_action"
        )
        return dict(action, domain=[("analysis_id", "=", self.id)], context={})

    def action_view_proposal(self):
        """Open the stock levels that were proposed."""
        self.ensure_one()
        return self.proposal_id._open_form()

    def action_xlsx(self):
        """Download the figures as a spreadsheet."""
        self.check_access("read")
        return self.env.ref("sanbao_count.sanbao_stock_analysis_xlsx").report_action(
            self
        )
