from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from .common import CountCommon

# What happens to the goods of one shelf: (what, how many).
quantities = st.integers(min_value=0, max_value=40)
events = st.lists(
    st.tuples(st.sampled_from(["in", "out"]), st.integers(1, 15)), max_size=3
)
# The clock of a busy machine is no property of the count.
slowly = settings(
    max_examples=12, deadline=None, suppress_health_check=list(HealthCheck)
)


@tagged("post_install", "-at_install")
class TestProperties(CountCommon):
    """STK-17, STK-18: book + moved + difference = counted, and what is posted is right."""

    @slowly
    @given(
        book=quantities,
        before=events,
        counted=quantities,
        after=events,
        blind=st.booleans(),
    )
    def test_book_moved_and_difference_make_what_was_counted(
        self, book, before, counted, after, blind
    ):
        with self.env.cr.savepoint() as savepoint:
            self._one(book, before, counted, after, blind)
            self.env.flush_all()
            savepoint.rollback()
            self.env.invalidate_all()

    def _one(self, book, before, counted, after, blind):
        self._set("blind_count", "on" if blind else "off")
        self._set("count_check_above", "1000000")
        self._put(100, location=self.rack)
        if book:
            self._put(book)
        count = self._count(location_ids=self.shelf.ids)
        if not book:
            count.line_ids.create(
                {
                    "count_id": count.id,
                    "product_id": self.part.id,
                    "location_id": self.shelf.id,
                }
            )
        moved = self._happen(before)
        line = self._enter(count, counted)
        later = self._happen(after)
        count.action_hand_in()
        line.invalidate_recordset()
        self.assertEqual((line.book_quantity, line.moved_quantity), (book, moved))
        self.assertEqual(
            line.book_quantity + line.moved_quantity + line.difference_quantity,
            line.final_quantity,
        )
        difference = count.difference_id.with_user(self.keeper)
        self.assertEqual(bool(difference), counted != book + moved)
        if difference:
            self._explain(difference)
            users = self.head, self.dgm, self.gm
            difference.action_submit()
            asked = len(difference.sudo().review_ids)
            for user in users[:asked]:
                difference.with_user(user)._validate_tier()
            difference.invalidate_recordset()
            difference.action_post()
        self.assertEqual(self._on_hand(), counted + later)

    def _happen(self, events):
        """Goods come and go. :return: what that changes on the shelf"""
        change = 0
        for what, quantity in events:
            if what == "in":
                self._transfer(quantity, self.rack, self.shelf)
                change += quantity
            else:
                self._transfer(quantity, self.shelf, self.rack)
                change -= quantity
        return change
