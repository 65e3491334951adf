from odoo import models


class SanbaoPurchasePaperMixin(models.AbstractModel):
    """What Forms 13 and 29 print of their approvals."""

    _name = "sanbao.purchase.paper.mixin"
    _description = "Purchasing document that is printed"

    def _form_date(self):
        return self.requested_at or self.create_date

    def _form_opinions(self):
        """One line for each decided step: who said what, and when."""
        # An opinion shows on paper whoever prints it.
        reviews = self.sudo().review_ids.filtered("reviewed_date").sorted("sequence")
        return [
            "{name} {day}: {comment}".format(
                name=review._sanbao_signer(),
                day=self._form_day(review.reviewed_date),
                comment=review.comment or self.env._("Approved"),
            )
            for review in reviews
        ]
