from odoo import models


class TierReview(models.Model):
    """Who may decide a step of a document, at this moment."""

    _inherit = "tier.review"

    def _sanbao_deciders(self):
        """``{user id: id of the person in whose place he decides}``, himself mostly.

        Those whom the step names and their deputies; never who asked for the approval.
        """
        self.ensure_one()
        # Groups, companies and deputies of others are not readable by everybody.
        review = self.sudo()
        definition, company = review.definition_id, review._sanbao_company()
        requesters = review._sanbao_requesters()
        named = [
            user_id
            for user_id in review._sanbao_named_ids(definition, company)
            if user_id not in requesters
        ]
        users = review.env["res.users"]
        staff = named
        # The members of a group are looked up as staff of the company.
        if definition.review_type != "group":
            staff = users.browse(named)._sanbao_staff_of(company).ids
        deciders = {user_id: user_id for user_id in staff}
        deputies = {}
        pairs = review.env["sanbao.delegation"]._pairs(definition, company)
        for absent_id, deputy_id in pairs:
            if absent_id in named and deputy_id not in requesters.union(named):
                deputies.setdefault(deputy_id, absent_id)
        for deputy in users.browse(sorted(deputies))._sanbao_staff_of(company):
            deciders[deputy.id] = deputies[deputy.id]
        return deciders

    def _sanbao_named_ids(self, definition, company):
        if definition.review_type == "group":
            groups, group = self.env["res.groups"], definition.reviewer_group_id
            return groups._sanbao_member_ids(group.id, company.id) if group else ()
        if definition.review_type == "individual":
            return definition.reviewer_id.ids
        return self._sanbao_field_users(definition, company)

    def _sanbao_field_users(self, definition, company):
        document = self.env[self.model].browse(self.res_id)
        value = document[definition.reviewer_field_id.name]
        if value._name == "res.groups":
            member_ids = self.env["res.groups"]._sanbao_member_ids
            return [uid for group in value for uid in member_ids(group.id, company.id)]
        return value.ids

    def _sanbao_requesters(self):
        """Ids of those who asked for this approval and so never give it."""
        ids = set(self.requested_by.ids)
        document = self.env[self.model].browse(self.res_id)
        if hasattr(document, "_approval_requesters"):
            ids.update(document._approval_requesters().ids)
        return ids
