from odoo import api, fields, models

from odoo.addons.sanbao_approval.engine import as_engine
from odoo.addons.sanbao_base.claim import claim


class SanbaoPurchasePlan(models.Model):
    """Where plan lines come from (PUR-14).

    An addon adds a source with one entry in :meth:`_plan_sources` and one method.
    """

    _inherit = "sanbao.purchase.plan"

    @api.model
    def _plan_sources(self):
        """Hook: ``{code: name}`` of the sources, in the order of the dialogue.

        For a code ``x`` there is a method ``_source_x()`` on this model. It is called
        with superuser rights on one plan and returns a list of dicts:

        ``product_id``, ``quantity`` (in the product's unit, above zero, net of what is
        planned already: see :meth:`_net_needs`) and, where known, ``date_needed``,
        ``purpose``, ``partner_id``, ``department_id``, ``qty_forecast`` and ``origin``
        (a record whose model stands in ``_selection_origin`` of the line).
        """
        return {
            "orderpoint": self.env._("Minimum stocks"),
            "sale": self.env._("Sales orders not covered"),
            "shortage": self.env._("Parts missing for open cases"),
            "urgent": self.env._("Urgent requests that were rejected"),
        }

    def _source_needs(self, code):
        """What a source asks for now."""
        self.ensure_one()
        # A plan is made of all needs of the company, not of those its writer may read.
        plan = self.sudo().with_company(self.company_id)
        return getattr(plan, f"_source_{code}")()

    def action_collect(self):
        """Open the dialogue that collects lines from the sources."""
        self.ensure_one()
        self.check_access("write")
        self._approval_require_state("draft", "rejected")
        wizard = self.env["sanbao.purchase.plan.collect"].create({"plan_id": self.id})
        return wizard._open()

    def _collect(self, codes):
        """Add a line for each need of these sources; returns the new lines."""
        self.ensure_one()
        self.check_access("write")
        self._approval_require_state("draft", "rejected")
        claim(self)
        lines = self.line_ids.browse()
        for code in self._plan_sources():
            if code in codes:
                lines |= self._add_lines(self._source_needs(code))
        return lines

    def _add_lines(self, needs):
        last = max(self.line_ids.mapped("sequence"), default=0)
        vals_list = [
            self._prepare_line(need, last + number)
            for number, need in enumerate(needs, 1)
        ]
        # Proposal and source are written by no user; write access was checked above.
        lines = as_engine(self.env["sanbao.purchase.plan.line"]).create(vals_list)
        return lines.with_env(self.env)

    def _prepare_line(self, need, sequence):
        origin = need.get("origin")
        values = {
            "plan_id": self.id,
            "sequence": sequence,
            "qty_proposed": need["quantity"],
            "date_needed": self.date_to,
            **need,
            "origin": f"{origin._name},{origin.id}" if origin else False,
        }
        return {name: value for name, value in values.items() if value}

    # === What is lacking ===

    def _net_needs(self, wanted):
        """What is still to be planned of ``{product: quantity}`` wanted.

        Taken off: stock and goods on order that nothing else needs, and what live plans
        hold already. Goods that are reserved for somebody else are not free.

        :return: ``{product: quantity}`` above zero
        """
        products = self.env["product.product"].union(*wanted)
        lines = self.env["sanbao.purchase.plan.line"]
        planned = lines._open_quantities(products, self.company_id)
        warehouses = self.env["stock.warehouse"].search(
            [("company_id", "=", self.company_id.id)]
        )
        needs = {}
        for product in products.with_context(warehouse_id=warehouses.ids):
            need = wanted[product] - product.virtual_available - planned[product]
            if product.uom_id.compare(need, 0) > 0:
                needs[product] = product.uom_id.round(need)
        return needs

    def _without_orderpoint(self, products):
        """The products whose needs no minimum stock watches."""
        orderpoints = self.env["stock.warehouse.orderpoint"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("product_id", "in", products.ids),
            ]
        )
        return products - orderpoints.product_id

    @api.model
    def _share(self, needs, items):
        """Spread the need of each product over the items that cause it.

        ``items``: ``[(product, quantity, need values)]``, the most urgent first; the
        last ones are those for which nothing is left.
        """
        found = []
        for product, quantity, values in reversed(items):
            part = min(quantity, needs.get(product, 0.0))
            if product.uom_id.compare(part, 0) > 0:
                needs[product] -= part
                found.append({"product_id": product.id, "quantity": part, **values})
        return found[::-1]

    # === Sources ===

    def _source_orderpoint(self):
        """Minimum stocks that buy: what they would order now."""
        orderpoints = self.env["stock.warehouse.orderpoint"].search(
            [("company_id", "=", self.company_id.id)]
        )
        orderpoints = orderpoints.filtered(
            lambda point: (
                "buy" in point.rule_ids.mapped("action")
                and point.product_uom.compare(point.qty_to_order, 0) > 0
            )
        )
        return [
            {
                "product_id": point.product_id.id,
                "quantity": point.product_uom._compute_quantity(
                    point.qty_to_order, point.product_id.uom_id
                ),
                "date_needed": fields.Date.to_date(point.lead_horizon_date),
                "partner_id": point.supplier_id.partner_id.id,
                "purpose": self.env._("Minimum stock"),
                "origin": point,
            }
            for point in orderpoints
        ]

    def _source_sale(self):
        """Goods that confirmed sales orders wait for and that nothing covers."""
        lines = self.env["sale.order.line"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "=", "sale"),
                ("product_id.is_storable", "=", True),
                ("order_id.delivery_status", "!=", "full"),
            ]
        )
        lines = lines.filtered(lambda line: line.product_uom_qty > line.qty_delivered)
        products = self._without_orderpoint(lines.product_id)
        lines = lines.filtered(lambda line: line.product_id in products)
        # What the orders want is on its way out already: their moves count as outgoing.
        needs = self._net_needs(dict.fromkeys(products, 0.0))
        by_date = lines.sorted(lambda line: (self._sale_day(line), line.id))
        return self._share(needs, [self._sale_item(line) for line in by_date])

    def _sale_day(self, line):
        day = line.order_id.commitment_date or line.order_id.date_order
        return fields.Date.to_date(day)

    def _sale_item(self, line):
        product = line.product_id
        quantity = line.product_uom_id._compute_quantity(
            line.product_uom_qty - line.qty_delivered, product.uom_id
        )
        values = {
            "date_needed": self._sale_day(line),
            "purpose": f"{line.order_id.name} {line.order_partner_id.name}",
            "origin": line,
        }
        return product, quantity, values

    def _source_shortage(self):
        """Parts that open cases wait for and that nothing covers (PRT-16)."""
        issues = self.env["sanbao.parts.issue"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("is_short", "=", True),
                ("state", "in", ("submitted", "approved", "released")),
            ]
        )
        lines = issues.line_ids.filtered("product_id.is_storable")
        products = self._without_orderpoint(lines.product_id)
        wanted = dict.fromkeys(products, 0.0)
        items = []
        for line in lines.filtered(lambda line: line.product_id in products):
            missing = line.quantity - line.qty_issued
            if line.issue_id.state != "released":
                # Nothing was booked out for it yet.
                wanted[line.product_id] += missing
            values = {"purpose": line.issue_id.display_name, "origin": line}
            items.append((line.product_id, missing, values))
        return self._share(self._net_needs(wanted), items)

    def _source_urgent(self):
        """Parts that leaders did not find urgent: they go the normal way, once."""
        lines = self.env["sanbao.urgent.request.line"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("request_state", "=", "rejected"),
            ]
        )
        planned = self.env["sanbao.purchase.plan.line"].search(
            [
                ("origin", "in", [f"{line._name},{line.id}" for line in lines]),
                ("plan_state", "!=", "cancelled"),
            ]
        )
        taken = {line.origin.id for line in planned}
        return [
            {
                "product_id": line.product_id.id,
                "quantity": line.quantity,
                "price_unit": line.price_unit,
                "partner_id": line.partner_id.id,
                "purpose": line.request_id.display_name,
                "origin": line,
            }
            for line in lines
            if line.id not in taken
        ]
