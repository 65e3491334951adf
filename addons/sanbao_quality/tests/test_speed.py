from odoo.tests import tagged

from .common import QualityCommon


@tagged("post_install", "-at_install")
class TestSpeed(QualityCommon):
    """What this addon costs those who move plain goods."""

    def setUp(self):
        super().setUp()
        self.plain = [self._product(f"件{number}") for number in range(10)]

    def _queries(self, operation):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        operation()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def _without(self, operation):
        """The same with what this addon does about moves taken out."""
        moves = type(self.env["stock.move"])
        for name in (
            "_sanbao_must_wait",
            "_sanbao_is_arrival",
        ):
            self.patch(moves, name, lambda move: False)
        self.patch(moves, "_sanbao_gate_third_party", lambda moves: None)
        return self._queries(operation)

    def _receipt(self, **values):
        return self._picking(*[(product, 2) for product in self.plain], **values)

    def _delivery(self):
        for product in self.plain:
            self._put(self.stock, 5, product)
        picking = self._receipt(
            source=self.stock,
            target=self.customers,
            kind=self.warehouse.out_type_id,
        )
        picking.action_assign()
        picking.move_ids.picked = True
        return picking

    def test_a_plain_receipt(self):
        """STK-05, STK-07: the check is two statements, the gates none."""

        def checked():
            picking = self._receipt()
            check = self._queries(picking.action_sanbao_check_all_ok)
            return picking, check

        self._queries(checked()[0]._action_done)  # warms the caches
        # The turn of a second may cost a statement: two runs.
        runs = [checked() for _run in range(2)]
        check = min(check for _picking, check in runs)
        with_gates = min(self._queries(picking._action_done) for picking, _ in runs)
        without = self._without(checked()[0]._action_done)
        self.assertLessEqual(with_gates - without, 1)
        # Reading the receipt anew, its lines, moves and places, and two updates.
        self.assertLessEqual(check, 8)

    def test_a_plain_delivery(self):
        """QLT-14, STK-02."""
        for _run in range(2):
            self._queries(self._delivery()._action_done)  # warms the caches
        with_gates = self._queries(self._delivery()._action_done)
        without = self._without(self._delivery()._action_done)
        self.assertLessEqual(with_gates - without, 1)

    def test_confirming_a_plain_receipt(self):
        """STK-06."""
        values = self._receipt().copy_data()[0]

        def confirm():
            picking = self.env["stock.picking"].create(dict(values))
            picking.action_confirm()

        confirm()
        with_hook = self._queries(confirm)
        self.assertLessEqual(with_hook - self._without(confirm), 1)

    def test_checking_ten_lines_costs_as_much_as_one(self):
        """STK-05, STK-10."""
        counts = []
        for number in (1, 1, 10):
            picking = self._picking(*[(p, 2) for p in self.plain[:number]])
            counts.append(self._queries(picking.action_sanbao_check_all_ok))
        self.assertLessEqual(counts[2] - counts[1], 1)

    def test_states_of_many_lots_are_read_at_once(self):
        """QLT-10."""
        lots = self.env["stock.lot"].create(
            [{"name": f"N{n}", "product_id": self.tracked.id} for n in range(20)]
        )
        few = self._queries(lots[:1]._compute_sanbao_quality)
        many = self._queries(lots._compute_sanbao_quality)
        self.assertLessEqual(many, few)

    def test_ten_inspections_are_opened_in_one_batch(self):
        """STK-06, STK-08, QLT-13, G6: each costs its number and nothing else."""
        products = self.env["product.product"].concat(
            *(
                self._product(f"检{number}", sanbao_inspection="yes")
                for number in range(10)
            )
        )
        self._in_force(self._standard(products=products))

        def opened(count):
            vals_list = [
                {
                    "company_id": self.company.id,
                    "product_id": product.id,
                    "sanbao_kind": "incoming",
                    "sanbao_quantity": 3,
                    "sanbao_partner_id": self.supplier.id,
                }
                for product in products[:count]
            ]
            inspections = self.inspections._sanbao_open(vals_list)
            for inspection in inspections:
                self.assertEqual(inspection.user, self.inspector)
                self.assertEqual(len(inspection.inspection_lines), 4)

        self._off("STK-06")  # the activities are Odoo's, and cost what they cost
        self._queries(lambda: opened(10))  # warms the caches
        one, ten = (self._queries(lambda n=n: opened(n)) for n in (1, 10))
        self.assertLessEqual(ten - one, 9 + 2)
