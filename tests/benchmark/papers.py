"""An order with everything that the rules of purchasing ask for.

The papers are made by the people whose work they are; only what follows is measured.
"""

import base64
from datetime import timedelta

from odoo.fields import Command

from odoo.addons.sanbao_base.local_time import company_today
from odoo.addons.sanbao_purchase.models.sanbao_purchase_plan_approval import (
    TICKS_KEY,
    Ticks,
)

from .prepare import user

SCAN = base64.b64encode(b"%PDF-1.4 scan")
PRICE = 300.0
QUANTITY = 2
EXTRA = {
    "pb": ("purchase.group_purchase_user", "base.group_partner_manager"),
    "pm": ("purchase.group_purchase_manager",),
}


class Papers:
    """Makes orders that satisfy every rule of purchasing."""

    def __init__(self, env, data):
        env["sanbao.rule"].search([("area", "=", "PUR")]).mode = "block"
        self.env, self.data = env, data
        self.people = {
            role: self._person(role)
            for role in ("as", "pb", "pm", "leg", "dgm", "gm", "qc", "asm")
        }
        employee = env["hr.employee"].create(
            {"name": "Bench head", "user_id": self.people["asm"]}
        )
        self.department = env["hr.department"].create(
            {"name": "Bench department", "manager_id": employee.id}
        )
        env["sanbao.purchase.budget"].create(
            {"amount": 10_000_000, "department_id": self.department.id}
        )
        env.company.partner_id.write({"street": "Road 8", "city": "Xuzhou"})
        names = ("Bench qualified", "Bench second", "Bench third")
        self.suppliers = env["res.partner"].create(
            [{"name": name, "is_company": True} for name in names]
        )
        self._know()
        self.today = company_today(self.env.company)
        self._qualify()
        self._agree()

    def _know(self):
        """The products know this supplier alone, as they do the vendor of the base: each
        order reads the whole list, which would grow with each round."""
        lists = self.env["product.supplierinfo"]
        products = self.env["product.product"].browse(self.data["products"])
        lists.search([("product_tmpl_id", "in", products.product_tmpl_id.ids)]).unlink()
        lists.create(
            [
                {
                    "product_tmpl_id": template.id,
                    "partner_id": self.suppliers[0].id,
                    "price": PRICE,
                }
                for template in products.product_tmpl_id
            ]
        )

    def _person(self, role):
        names = (f"sanbao_base.group_{role}", *EXTRA.get(role, ()))
        groups = [self.env.ref(name).id for name in names]
        count = self.env["res.users"].search_count([])  # other rounds have theirs
        return user(self.env, f"papers_{role}_{count}", groups)

    def _as(self, role, records):
        return records.with_user(self.people[role])

    def _approve(self, document, *roles):
        document.action_submit()
        ticked = {TICKS_KEY: Ticks(True, True, True)}
        for role in roles:
            mine = self._as(role, document).with_context(**ticked)
            if mine._sanbao_my_steps():
                mine._sanbao_decide("approved", "ok")
        document.invalidate_recordset()
        if document.state != "approved":
            raise AssertionError(f"{document}: {document.state}")

    def _qualify(self):
        dossier = self._as("pb", self.env["sanbao.supplier"]).create(
            {"partner_id": self.suppliers[0].id}
        )
        issuer = self.env["res.partner"].create({"name": "Bench authority"})
        for kind in ("business_licence", "production_permit", "quality_certificate"):
            paper = self._as("pb", self.env["res.partner.id_number"]).create(
                {
                    "sanbao_supplier_id": dossier.id,
                    "category_id": self.env.ref(f"sanbao_supplier.category_{kind}").id,
                    "name": "91110108MA01",
                    "partner_issued_id": issuer.id,
                    "date_issued": self.today - timedelta(days=300),
                    "valid_until": self.today + timedelta(days=300),
                    "sanbao_scan": SCAN,
                }
            )
            paper.action_sanbao_verify()
        document = self._as("pb", self.env["sanbao.supplier.qualification"]).create(
            {"supplier_id": dossier.id}
        )
        for line in document.line_ids:
            self._as("qc" if line.scorer == "qc" else "pb", line).score = 90
        self._approve(document, "pm")

    def _agree(self):
        agreement = self._as("pb", self.env["agreement"]).create(
            {
                "name": "Bench agreement",
                "partner_id": self.suppliers[0].id,
                "agreement_type_id": self.env.ref(
                    "sanbao_contract.agreement_type_quality"
                ).id,
                "sanbao_product_scope": "all",
                "sanbao_quality_standard": "GB/T 5657",
                "sanbao_acceptance": "samples",
                "sanbao_rejects": "returned",
                "sanbao_repair_scope": "all",
                "sanbao_repair_months": 12,
                "sanbao_repair_hours": 48,
                "sanbao_repair_cost": "supplier",
                "sanbao_warranty_months": 12,
                "start_date": self.today,
                "end_date": self.today + timedelta(days=364),
            }
        )
        self._approve(agreement, "pm", "leg")
        agreement.write(
            {
                "signature_date": self.today,
                "sanbao_supplier_signatory": "A",
                "sanbao_signatory": "B",
                "sanbao_scan": SCAN,
            }
        )
        agreement.action_sign()

    def order(self, lines):
        """Return the id of a draft order of so many lines that may be confirmed."""
        plan = self._as("as", self.env["sanbao.purchase.plan"]).create(
            {
                "department_id": self.department.id,
                "line_ids": [
                    Command.create(
                        {
                            "product_id": id_,
                            "partner_id": self.suppliers[0].id,
                            "quantity": QUANTITY,
                            "price_unit": PRICE,
                            "date_needed": self.today + timedelta(days=14),
                        }
                    )
                    for id_ in self.data["products"][:lines]
                ],
            }
        )
        self._approve(plan, "asm", "dgm", "gm")
        self._as("pb", plan).action_make_orders()
        order = self._as("pb", plan.sudo().line_ids.order_line_ids.order_id)
        order = order.sudo(False)
        self._compare(order)
        self._contract(order)
        return order.id

    def _compare(self, order):
        action = order.action_sanbao_compare()
        comparison = self._as("pb", self.env["sanbao.quotation.comparison"])
        comparison = comparison.browse(action["res_id"])
        others = self.suppliers[1:]
        comparison.write(
            {
                "reason": "cheapest",
                "quote_ids": [Command.create({"partner_id": p.id}) for p in others],
            }
        )
        for quote in comparison.quote_ids:
            mine = quote.partner_id == self.suppliers[0]
            quote.price_ids.price_unit = PRICE if mine else PRICE + 10
            if mine:
                quote.action_choose()
        self._approve(comparison, "pm")

    def _contract(self, order):
        order.payment_term_id = self.env.ref("account.account_payment_term_30days")
        action = order.action_sanbao_create_contract()
        contract = self._as("pb", self.env["sanbao.contract"]).browse(action["res_id"])
        self._approve(contract, "leg", "pm", "dgm")
        contract.write({"signed_date": self.today, "signed_scan": SCAN})
        contract.action_sign()
