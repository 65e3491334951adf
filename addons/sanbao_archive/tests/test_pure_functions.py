import doctest

from odoo.tests import BaseCase, tagged

from odoo.addons.sanbao_archive import vin, warranty


@tagged("post_install", "-at_install")
class TestPureFunctions(BaseCase):
    """The examples in the docstrings of the plain functions hold."""

    def test_examples_hold(self):
        for module in (vin, warranty):
            with self.subTest(module=module.__name__):
                failed, tried = doctest.testmod(module)
                self.assertTrue(tried)
                self.assertFalse(failed)
