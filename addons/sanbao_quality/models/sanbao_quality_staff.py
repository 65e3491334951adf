from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from odoo.addons.sanbao_base.local_time import company_timezone, local_day

KINDS = [
    ("incoming", "Incoming"),
    ("process", "In process"),
    ("finished", "Finished product"),
    ("returned", "Returned goods"),
    ("recheck", "Re-inspection"),
    ("type", "Type test"),
]
# What is read of a registration to know whom it covers.
SCOPE = ["user_id", "all_kinds", *(key for key, _name in KINDS)]


class SanbaoQualityStaff(models.Model):
    """Who may sign inspections: qualification, scope and period (QLT-06)."""

    _name = "sanbao.quality.staff"
    _description = "Registered quality staff"
    _inherit = ["mail.thread"]
    _order = "sequence, id"
    _rec_name = "user_id"
    _rec_names_search = ["user_id", "code"]
    _check_company_auto = True

    sequence = fields.Integer(
        default=10, help="New inspections go to the first one with their scope."
    )
    user_id = fields.Many2one(
        "res.users", string="Person", required=True, index=True, tracking=True
    )
    code = fields.Char(
        string="Inspector No.", tracking=True, help="Printed on certificates."
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    qualification = fields.Text(
        required=True, tracking=True, help="Training, certificates, experience."
    )
    attachment_ids = fields.Many2many("ir.attachment", string="Certificates")
    all_kinds = fields.Boolean(string="All Kinds of Inspections", default=True)
    incoming = fields.Boolean()
    process = fields.Boolean(string="In Process")
    finished = fields.Boolean(string="Finished Products")
    returned = fields.Boolean(string="Returned Goods")
    recheck = fields.Boolean(string="Re-Inspections")
    type = fields.Boolean(string="Type Tests")
    categ_ids = fields.Many2many(
        "product.category", string="Product Categories", help="Empty: all."
    )
    can_approve = fields.Boolean(
        string="Approves Reports",
        tracking=True,
        help="May approve the reports of others and issue certificates.",
    )
    valid_from = fields.Date(tracking=True)
    valid_until = fields.Date(tracking=True, help="The last day counts.")
    active = fields.Boolean(default=True, tracking=True)

    _user_unique = models.UniqueIndex(
        "(user_id, company_id) WHERE active IS TRUE",
        "This person is registered already.",
    )

    @api.constrains("valid_from", "valid_until")
    def _check_validity(self):
        for staff in self:
            if (
                staff.valid_from
                and staff.valid_until
                and staff.valid_until < staff.valid_from
            ):
                raise ValidationError(
                    self.env._(
                        "%s: the registration ends before it begins.",
                        staff.display_name,
                    )
                )

    @api.model
    def _registered(self, company, kind, product, approver=False):
        """Those who may sign an inspection of this kind and product today."""
        return self._valid(company, approver)._covering(kind, product)

    @api.model
    def _valid(self, company, approver=False):
        """Those whose registration holds today, whatever its scope."""
        today = local_day(fields.Datetime.now(), company_timezone(company))
        domain = (
            Domain("company_id", "=", company.id)
            & Domain("user_id.active", "=", True)
            & (Domain("valid_from", "=", False) | Domain("valid_from", "<=", today))
            & (Domain("valid_until", "=", False) | Domain("valid_until", ">=", today))
        )
        if approver:
            domain &= Domain("can_approve", "=", True)
        # Whether a signature counts does not depend on who may read the register.
        return self.sudo().search_fetch(domain, SCOPE)

    def _covering(self, kind, product):
        return self.filtered(lambda staff: staff._covers(kind, product))

    def _covers(self, kind, product):
        self.ensure_one()
        if not (self.all_kinds or self[kind]):
            return False
        if not self.categ_ids:
            return True
        path = product.categ_id._sanbao_path()
        return not set(path).isdisjoint(self.categ_ids.ids)
