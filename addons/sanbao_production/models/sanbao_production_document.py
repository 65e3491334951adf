from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.sanbao_approval.computed import (
    refuse_computed,
    refuse_protected,
    without_computed_defaults,
)
from odoo.addons.sanbao_approval.engine import is_engine

DRAFT = "draft"
# Who reads what the workshop records.
READERS = ",".join(
    f"sanbao_base.group_{code}"
    for code in ("prod", "tech", "rd", "qc", "qm", "dgm", "gm", "sup", "admin")
)


class SanbaoProductionDocument(models.AbstractModel):
    """A record of the workshop whose state only its buttons write.

    No approval: what is recorded here is what happened. Once it counts, it stays.
    """

    _name = "sanbao.production.document"
    _description = "Production document"
    _inherit = ["sanbao.numbered.mixin", "mail.thread", "mail.activity.mixin"]

    # Only buttons write these.
    _document_protected = ("state",)
    # In which states the content may be changed, and which fields always.
    _document_open = (DRAFT,)
    _document_free = ()

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._document_refuse(vals)
        clean = without_computed_defaults(self, self._document_protected)
        return (
            super(SanbaoProductionDocument, clean).create(vals_list).with_env(self.env)
        )

    def write(self, vals):
        if not is_engine(self.env):
            self.check_access("write")  # before any message that tells about it
            self._document_refuse(vals)
            self._document_require_open(vals.keys())
        return super().write(vals)

    @api.model
    def _document_refuse(self, vals):
        refuse_protected(self, vals.keys() & set(self._document_protected))
        refuse_computed(self, vals.keys())

    def _document_require_open(self, names):
        """Refuse a change of what counts already."""
        content = {
            name
            for name in names
            if name not in self._document_free
            and not name.startswith(("message_", "activity_"))
        }
        closed = self.filtered(lambda one: one.state not in self._document_open)
        if content and closed:
            raise UserError(
                self.env._(
                    "%(document)s is %(state)s and does not change any more.",
                    document=closed[0].display_name,
                    state=closed[0]._state_name(),
                )
            )

    def _state_name(self):
        self.ensure_one()
        return dict(self._fields["state"]._description_selection(self.env))[self.state]

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(document.state != DRAFT for document in self):
            raise UserError(self.env._("Only drafts are deleted."))
