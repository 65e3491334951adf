"""Values that the system computes may be sent by RPC as well; here they are refused."""

from odoo.exceptions import AccessError

from .engine import is_engine


def refuse_protected(model, names):
    """Raise ``AccessError`` for values that only the buttons of a document write."""
    if is_engine(model.env) or not names:
        return
    labels = [model._fields[name]._description_string(model.env) for name in names]
    raise AccessError(
        model.env._(
            "%(model)s: %(fields)s cannot be written. Use the buttons of the document.",
            # Names of models are for administrators to read; a message needs one.
            model=model.env["ir.model"]._get(model._name).sudo().name,
            fields=", ".join(sorted(labels)),
        )
    )


def refuse_computed(model, names):
    """Raise ``AccessError`` when stored computed values come from outside.

    Prices, totals and verdicts decide which approval is asked for. The screen shows such
    fields read-only, but Odoo itself would accept whatever a caller writes into them.
    """
    if is_engine(model.env):
        return
    for name in names:
        field = model._fields.get(name)
        if field and _is_computed(field):
            raise AccessError(
                model.env._(
                    "%(field)s is computed and cannot be written.",
                    field=field._description_string(model.env),
                )
            )


def without_computed_defaults(model, names=()):
    """The model without ``default_…`` keys in the context for stored computed values,
    and for these names."""
    context = model.env.context
    kept = {
        key: value
        for key, value in context.items()
        if not key.startswith("default_")
        or key[8:] not in model._fields
        or not (key[8:] in names or _is_computed(model._fields[key[8:]]))
    }
    if len(kept) == len(context):
        return model
    # Keys are taken away, so the context is replaced as a whole.
    return model.with_context(kept)  # pylint: disable=context-overridden


def _is_computed(field):
    return field.store and field.compute and field.readonly
