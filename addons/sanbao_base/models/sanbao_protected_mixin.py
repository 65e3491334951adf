from odoo import api, models
from odoo.exceptions import AccessError


class SanbaoProtectedMixin(models.AbstractModel):
    """Values that only steps of the system write, above access rights.

    The screen shows them read-only; Odoo itself would take them from every caller: in
    ``create``, in ``write``, and as ``default_…`` in the context.
    """

    _name = "sanbao.protected.mixin"
    _description = "Values that nobody types"

    @api.model
    def _sanbao_protected(self):
        """Hook: the names of these values. Extend the set of ``super()``."""
        return frozenset()

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            names = self._sanbao_protected()
            given = {name for vals in vals_list for name in names if vals.get(name)}
            defaults = {n for n in names if self.env.context.get(f"default_{n}")}
            self._sanbao_refuse_protected(given | defaults)
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            self._sanbao_refuse_protected(self._sanbao_protected() & vals.keys())
        return super().write(vals)

    def _sanbao_refuse_protected(self, names):
        if not names:
            return
        labels = [self._fields[name]._description_string(self.env) for name in names]
        raise AccessError(
            self.env._(
                "%(model)s: %(fields)s cannot be written. The steps of our documents do"
                " so.",
                # Names of models are for administrators to read; a message needs one.
                model=self.env["ir.model"]._get(self._name).sudo().name,
                fields=", ".join(sorted(labels)),
            )
        )
