from odoo import api, fields, models, tools


class StockPickingType(models.Model):
    _inherit = "stock.picking.type"

    sanbao_leaves_factory = fields.Boolean(
        string="Leaves the Factory",
        help="Transfers of this type need an approved gate pass that covers exactly"
        " their quantities (SAL-44). Internal transfers into the destination of this"
        " type need one, too.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        types = super().create(vals_list)
        self.env.registry.clear_cache()
        return types

    def write(self, vals):
        result = super().write(vals)
        if {
            "sanbao_leaves_factory",
            "default_location_dest_id",
            "active",
            "code",
            "company_id",
        } & vals.keys():
            self.env.registry.clear_cache()
        return result

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    @api.model
    @tools.ormcache("company_id")
    def _sanbao_leaving_types(self, company_id):
        """``(ids of the types that leave the factory, ids of the locations outside)``.

        Outside are the default destinations of those types: who books goods there by an
        internal transfer sends them away all the same.
        """
        # What leaves the factory does not depend on who asks.
        types = self.sudo().with_context(active_test=True)
        parameter = self.env["sanbao.parameter"]
        company = self.env["res.company"].browse(company_id)
        domain = [("company_id", "=", company_id)]
        if parameter._get("gate_pass_for", company) == "all":
            domain += [
                "|",
                ("sanbao_leaves_factory", "=", True),
                ("code", "=", "outgoing"),
            ]
        else:
            domain.append(("sanbao_leaves_factory", "=", True))
        leaving = types.search(domain)
        return (
            frozenset(leaving.ids),
            frozenset(leaving.default_location_dest_id.ids),
        )
