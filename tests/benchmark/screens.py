"""Opening screens as the web client does."""

from lxml import etree

FORMS = {
    "sale": ("sale.order", "sale.view_order_form"),
    "purchase": ("purchase.order", "purchase.purchase_order_form"),
    "partner": ("res.partner", "base.view_partner_form"),
}


def specification(views, model, arch):
    """What the web client asks ``web_read`` for, from a form's arch."""
    spec = {}
    for node in _own_fields(arch):
        name = node.get("name")
        field = views["models"][model]["fields"].get(name)
        if field is None:
            continue
        spec[name] = {}
        if {node.get("invisible"), node.get("column_invisible")} & {"1", "True"}:
            continue
        if field["type"] in ("one2many", "many2many"):
            sub = next((c for c in node if c.tag in ("list", "kanban", "form")), None)
            if sub is not None:
                relation = field["relation"]
                fields_ = specification(views, relation, sub)
                spec[name] = {"fields": fields_, "limit": 40}
            elif node.get("widget") in ("many2many_tags", "many2one_avatar_user"):
                spec[name] = {"fields": {"display_name": {}}}
        elif field["type"] in ("many2one", "many2one_reference"):
            spec[name] = {"fields": {"display_name": {}}}
    return spec


def _own_fields(arch):
    for node in arch:
        if node.tag == "field":
            yield node
        elif isinstance(node.tag, str):
            yield from _own_fields(node)


def form(kind):
    """Open a form as the web client does: its views, then the record."""
    model, view = FORMS[kind]

    def views(env, data, state):
        view_id = env["ir.model.data"]._xmlid_to_res_id(view)
        options = {"toolbar": True, "load_filters": True}
        asked = [[view_id, "form"], [False, "search"]]
        state["views"] = env[model].get_views(asked, options)

    def read(env, data, state):
        arch = etree.fromstring(state["views"]["views"]["form"]["arch"])
        if "spec" not in state:
            state["spec"] = specification(state["views"], model, arch)
        id_ = data["customer"] if kind == "partner" else data[kind]
        env[model].browse(id_).web_read(state["spec"])

    return [("-views", views), ("views", views), ("read", read)]
