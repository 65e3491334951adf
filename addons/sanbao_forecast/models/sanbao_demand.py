from collections import defaultdict, namedtuple

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.sanbao_base import local_time

SALES = "sales"
AFTER_SALES = "after_sales"
SIDES = [(SALES, "Sales"), (AFTER_SALES, "After-sales")]

Stock = namedtuple("Stock", ["on_hand", "reserved", "on_order", "minimum"])
Fleet = namedtuple("Fleet", ["units", "replaced", "rate"])


class SanbaoDemand(models.AbstractModel):
    """What was needed of parts, what is there, and how many units use them.

    Everything here reads for whole batches, with the rights of the system: the figures
    of a part are the same whoever looks, and forecasters do not work in the warehouse.
    """

    _name = "sanbao.demand"
    _description = "Demand for parts"

    # === Which parts ===

    @api.model
    def _part_domain(self, company):
        """Storable goods that are no delivered units themselves."""
        return (
            Domain("is_storable", "=", True)
            & Domain("sanbao_has_archive", "=", False)
            & Domain("company_id", "in", [False, company.id])
        )

    # === Demand ===

    @api.model
    def _demand_domain(self, company, side=None):
        """Moves that are demand: deliveries to customers, parts used up in repairs."""
        delivered = (
            Domain("repair_line_type", "=", False)
            & Domain("location_dest_id.usage", "=", "customer")
            & Domain("location_id.usage", "in", ("internal", "transit"))
        )
        used = Domain("repair_line_type", "=", "add")
        kinds = {SALES: delivered, AFTER_SALES: used, None: delivered | used}
        return (
            Domain("state", "=", "done")
            & Domain("company_id", "=", company.id)
            & kinds[side]
        )

    @api.model
    def _between(self, company, first, last):
        """Domain of the moves on the days from first to last of the company."""
        zone = local_time.company_timezone(company)
        start = local_time.day_start(first, zone)
        end = local_time.day_end(last, zone)
        return Domain("date", ">=", start) & Domain(
            "date", "<=", f"{fields.Datetime.to_string(end)}.999999"
        )

    @api.model
    def _moves(self, company):
        zone = local_time.company_timezone(company)
        # See the docstring of the model.
        return self.env["stock.move"].sudo().with_context(tz=zone.zone)

    @api.model
    def _monthly(self, products, months, company, side=None):
        """``{product id: [quantity of each of the months]}``, in the products' units.

        :param months: first days of months that follow one another
        """
        last = fields.Date.end_of(months[-1], "month")
        domain = (
            self._demand_domain(company, side)
            & self._between(company, months[0], last)
            & Domain("product_id", "in", products.ids)
        )
        groups = self._moves(company)._read_group(
            domain, ["product_id", "date:month"], ["product_qty:sum"]
        )
        places = {month: place for place, month in enumerate(months)}
        history = {product_id: [0.0] * len(months) for product_id in products.ids}
        for product, moment, quantity in groups:
            history[product.id][places[moment.date()]] += quantity
        return history

    @api.model
    def _total(self, products, first, last, company, side=None):
        """``{product id: quantity needed on these days}``; all parts for None."""
        domain = self._demand_domain(company, side) & self._between(
            company, first, last
        )
        if products is None:
            domain &= Domain("product_id", "any", self._part_domain(company))
        else:
            domain &= Domain("product_id", "in", products.ids)
        groups = self._moves(company)._read_group(
            domain, ["product_id"], ["product_qty:sum"]
        )
        return {product.id: quantity for product, quantity in groups}

    # === Stock ===

    @api.model
    def _stock(self, products, company, at=None):
        """``{product id: Stock}`` of all warehouses of the company, now or at that day."""
        here = (
            self._here(products, company, at) if at else self._here(products, company)
        )
        minimum = self._minimum(products, company)
        return {
            product.id: Stock(
                product.qty_available,
                0.0 if at else product.qty_available - product.free_qty,
                0.0 if at else product.incoming_qty,
                minimum.get(product.id, 0.0),
            )
            for product in here
        }

    @api.model
    def _here(self, products, company, at=None):
        context = {"allowed_company_ids": company.ids}
        if at:
            zone = local_time.company_timezone(company)
            context["to_date"] = local_time.day_end(at, zone)
        # See the docstring of the model.
        return products.sudo().with_context(**context)

    @api.model
    def _minimum(self, products, company):
        """``{product id: minimum}``: of reordering rules, at least that of critical parts."""
        # See the docstring of the model.
        rules = self.env["stock.warehouse.orderpoint"].sudo()
        of_company = Domain("company_id", "=", company.id) & Domain(
            "product_id", "in", products.ids
        )
        minimum = defaultdict(float)
        for product, quantity in rules._read_group(
            of_company, ["product_id"], ["product_min_qty:sum"]
        ):
            minimum[product.id] = quantity
        # Minimum levels count whoever computes the demand.
        critical = self.env["sanbao.critical.part"].sudo()
        for product, quantity in critical._read_group(
            of_company, ["product_id"], ["critical_min_qty:max"]
        ):
            minimum[product.id] = max(minimum[product.id], quantity)
        return minimum

    # === Units in the field (PUR-24) ===

    @api.model
    def _fleet(self, products, months, company):
        """``{product id: Fleet}``: the delivered units of the models that used the part.

        ``replaced`` is what repairs used in the months, ``rate`` how much of it a unit
        needs in a year.
        """
        last = fields.Date.end_of(months[-1], "month")
        domain = (
            self._demand_domain(company, AFTER_SALES)
            & self._between(company, months[0], last)
            & Domain("product_id", "in", products.ids)
        )
        groups = self._moves(company)._read_group(
            domain, ["product_id", "repair_id.product_id"], ["product_qty:sum"]
        )
        models_of, replaced = defaultdict(set), defaultdict(float)
        for product, model, quantity in groups:
            models_of[product.id].add(model.id)
            replaced[product.id] += quantity
        units = self._units(company, last)
        fleet = {}
        for product_id, quantity in replaced.items():
            count = sum(units.get(model, 0) for model in models_of[product_id])
            rate = 12.0 * quantity / len(months) / count if count else 0.0
            fleet[product_id] = Fleet(count, quantity, rate)
        return fleet

    @api.model
    def _units(self, company, day):
        """``{id of the model's product: units delivered until that day}``."""
        # See the docstring of the model.
        archives = self.env["sanbao.archive"].sudo()
        domain = Domain("company_id", "=", company.id) & (
            Domain("ex_factory_date", "=", False) | Domain("ex_factory_date", "<=", day)
        )
        groups = archives._read_group(domain, ["product_id"], ["__count"])
        return {product.id: count for product, count in groups}

    # === People ===

    @api.model
    def _first_of(self, role, company):
        """The first person of a role in the company, who is reminded; may be nobody."""
        # Colleagues are looked up for everybody.
        users = self.env.ref(f"sanbao_base.group_{role}").sudo().all_user_ids
        return users.filtered(
            lambda user: user.active and not user.share and company in user.company_ids
        ).sorted("id")[:1]
