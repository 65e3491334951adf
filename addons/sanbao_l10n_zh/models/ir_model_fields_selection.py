from odoo import models
from odoo.tools import SQL

# Mixins whose choices every document that inherits them shows.
MIXINS = (
    "mail.activity.mixin",
    "sanbao.approval.mixin",
    "sanbao.import.mixin",
    "tier.validation",
)


class IrModelFieldsSelection(models.Model):
    _inherit = "ir.model.fields.selection"

    def _sanbao_take_terms_of_mixins(self):
        """Give inherited choices the Chinese of the mixin that they come from.

        A term file names the choices of the mixin only; Odoo copies the choices to each
        document, but not their translations. Also for documents installed later.
        """
        # Choices are read by SQL all over Odoo; this fills in what is still English.
        self.env.cr.execute(
            SQL(
                """
                UPDATE ir_model_fields_selection own
                   SET name = own.name || jsonb_build_object('zh_CN', source.name->>'zh_CN')
                  FROM ir_model_fields own_field,
                       ir_model_fields_selection source,
                       ir_model_fields source_field
                 WHERE own.field_id = own_field.id
                   AND source.field_id = source_field.id
                   AND source_field.model IN %(mixins)s
                   AND source_field.name = own_field.name
                   AND source.value = own.value
                   AND source.name->>'en_US' = own.name->>'en_US'
                   AND source.name->>'zh_CN' IS NOT NULL
                   AND own.name->>'zh_CN' IS NULL
                """,
                mixins=MIXINS,
            )
        )
        self.env.registry.clear_cache()
