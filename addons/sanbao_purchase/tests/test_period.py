import doctest

from odoo.tests import BaseCase, tagged

from .. import period


@tagged("post_install", "-at_install")
class TestPeriod(BaseCase):
    def test_examples(self):
        self.assertEqual(doctest.testmod(period).failed, 0)
