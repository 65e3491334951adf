"""Finding documents by the names of what they point to, at any size of the tables.

"My name contains this, or my customer's, or my unit's" makes PostgreSQL read the whole
table: an index serves an OR only where each side of it is an index's, and a sub-select is
none. A list of ids is one.
"""

from odoo.fields import Domain

MANY = 500


def few_first(model, domain):
    """A domain that names the records of its many2one parts, where they are few.

    :param domain: what ``_search_display_name`` returned
    """

    def resolve(condition):
        name, _dot, rest = condition.field_expr.partition(".")
        field = model._fields.get(name)
        if (
            rest != "display_name"
            or condition.operator != "ilike"
            or field.type != "many2one"
        ):
            return condition
        others = model.env[field.comodel_name].with_context(active_test=False)
        named = [("display_name", "ilike", condition.value)]
        found = others.search(named, order="id", limit=MANY + 1)
        return condition if len(found) > MANY else Domain(name, "in", found.ids)

    return Domain(domain).map_conditions(resolve)
