"""Values that the system computes may be sent by RPC as well; here they are refused."""

from odoo.exceptions import AccessError

from .engine import is_engine


def refuse_computed(model, names):
    """Raise ``AccessError`` when stored computed values come from outside.

    Prices, totals and verdicts decide which approval is asked for. The screen shows such
    fields read-only, but Odoo itself would accept whatever a caller writes into them.
    """
    if is_engine(model.env):
        return
    for name in names:
        field = model._fields.get(name)
        if field and field.store and field.compute and field.readonly:
            raise AccessError(
                model.env._(
                    "%(field)s is computed and cannot be written.",
                    field=field._description_string(model.env),
                )
            )
