import doctest

from odoo.tests import BaseCase, tagged

from odoo.addons.sanbao_base import sheet


@tagged("post_install", "-at_install")
class TestPureFunctions(BaseCase):
    """The examples in the docstrings of the plain functions hold."""

    def test_examples_hold(self):
        failed, tried = doctest.testmod(sheet)
        self.assertTrue(tried)
        self.assertFalse(failed)
