from odoo import http
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal, pager

PUBLISHED = [
    ("type", "=", "content"),
    ("sanbao_public", "=", True),
    ("sanbao_in_force", "=", True),
]


class PolicyPortal(CustomerPortal):
    """The documents that customers may read, in the version in force."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "policy_count" in counters:
            Page = request.env["document.page"]
            values["policy_count"] = (
                Page.search_count(PUBLISHED) if Page.has_access("read") else 0
            )
        return values

    @http.route(
        ["/my/policies", "/my/policies/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def portal_my_policies(self, page=1, **kw):
        """The published policies that are in force."""
        Page = request.env["document.page"]
        if not Page.has_access("read"):
            raise request.not_found()
        bar = pager(
            url="/my/policies",
            total=Page.search_count(PUBLISHED),
            page=page,
            step=self._items_per_page,
        )
        policies = Page.search(
            PUBLISHED,
            order="sanbao_number, name, id",
            limit=self._items_per_page,
            offset=bar["offset"],
        )
        values = self._prepare_portal_layout_values()
        values.update(
            policies=policies,
            page_name="policies",
            pager=bar,
            default_url="/my/policies",
        )
        return request.render("sanbao_document.portal_my_policies", values)

    @http.route(
        "/my/policies/<int:page_id>",
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def portal_my_policy(self, page_id, **kw):
        """One policy; any other document is not found, whether it exists or not."""
        Page = request.env["document.page"]
        policy = Page.has_access("read") and Page.search(
            [("id", "=", page_id), *PUBLISHED]
        )
        if not policy:
            raise request.not_found()
        values = self._prepare_portal_layout_values()
        values.update(
            page_name="policies", policy=policy, version=policy.sanbao_current_id
        )
        return request.render("sanbao_document.portal_my_policy", values)
