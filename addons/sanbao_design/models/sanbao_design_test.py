from odoo import fields, models


class SanbaoDesignTest(models.Model):
    """One reliability test of a design and its report (QLT-07)."""

    _name = "sanbao.design.test"
    _description = "Reliability test of a design"
    _inherit = ["sanbao.approval.line.mixin"]
    _order = "design_id, date, id"
    _check_company_auto = True
    _approval_document = "design_id"

    design_id = fields.Many2one(
        "sanbao.product.design", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="design_id.company_id", store=True)
    name = fields.Char(
        string="Test", required=True, help="A repeated test has the same name."
    )
    method = fields.Char(help="Standard and conditions, e.g. 500 h at full load.")
    sample = fields.Char(help="Which pieces were tested, and how many.")
    date = fields.Date(string="Tested On")
    laboratory = fields.Char(string="Tested By", help="Laboratory or person.")
    result = fields.Selection(selection=[("passed", "Passed"), ("failed", "Failed")])
    report_number = fields.Char()
    report_file = fields.Binary(string="Report", attachment=True)
    report_name = fields.Char(string="File Name")
    note = fields.Char(string="Remarks")

    def _problems(self):
        """What is missing, by the last test of each name; a failed one was repeated."""
        last = {}
        for test in self.sorted(lambda test: (str(test.date or ""), test.id)):
            last[(test.name or "").strip()] = test
        problems = []
        for name, test in last.items():
            report = test.report_number or test.report_file
            if test.result == "failed":
                problems.append(self.env._("the test “%s” was failed", name))
            elif not (test.result and test.date and report):
                problems.append(
                    self.env._("the test “%s” lacks result, date or report", name)
                )
        return problems
