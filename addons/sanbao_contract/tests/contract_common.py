import base64

from odoo.addons.sanbao_base.local_time import company_today

from .common import PurchaseCommon


class ContractCommon(PurchaseCommon):
    """Contracts of orders, at every stage of their review."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._only_rules("PUR-18", "PUR-19", "PUR-20")
        cls.company.partner_id.write({"street": "工业路 8 号", "city": "徐州"})
        cls.env.ref("sanbao_contract.tier_contract_dgm").active = True
        cls.term = cls.env.ref("account.account_payment_term_30days")

    @classmethod
    def _complete_order(cls, *quantities, **values):
        return cls._order(
            *quantities,
            **{"payment_term_id": cls.term.id, "partner_ref": "A", **values},
        )

    @classmethod
    def _contract(cls, order=None):
        """A draft of the buyer's, made from the order by its button."""
        order = order or cls._complete_order()
        action = order.with_user(cls.buyer).action_sanbao_create_contract()
        return cls.env["sanbao.contract"].with_user(cls.buyer).browse(action["res_id"])

    def _clause(self, contract, code):
        return contract.clause_ids.filtered(lambda clause: clause.kind_id.code == code)

    def _approve(self, contract):
        """Every step that is asked, in its order."""
        for user in (self.lawyer, self.manager, self.dgm):
            if contract.with_user(user).sudo(False)._sanbao_my_steps():
                contract.with_user(user).validate_tier()
        contract.invalidate_recordset()
        self.assertEqual(contract.state, "approved")
        return contract

    def _approved_contract(self, order=None):
        contract = self._contract(order)
        contract.action_submit()
        return self._approve(contract)

    def _signed_contract(self, order=None):
        contract = self._approved_contract(order)
        contract.write(
            {
                "signed_date": company_today(self.company),
                "signed_scan": base64.b64encode(b"%PDF-"),
            }
        )
        contract.action_sign()
        return contract

    def _statuses(self, contract):
        """``{code of the clause: status of its review}``."""
        return {c.kind_id.code: c.review_status for c in contract.clause_ids}
