import doctest

from odoo.tests import BaseCase, tagged

from odoo.addons.sanbao_supplier.models import scoring


@tagged("post_install", "-at_install")
class TestPureFunctions(BaseCase):
    """The examples in the docstrings of the plain functions hold."""

    def test_examples_hold(self):
        failed, tried = doctest.testmod(scoring)
        self.assertTrue(tried)
        self.assertFalse(failed)
