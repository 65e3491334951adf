"""Buttons of design: the release of a design and its next version."""

import functools
from unittest.mock import patch

from press_base import Apart, Press, button

from odoo.tests.common import TransactionCase

from odoo.addons.sanbao_design.tests.common import DesignCommon


class Designing(Apart, DesignCommon):
    """The people and documents of design, as their own tests make them."""


@functools.cache
def _designing(env):
    nothing = classmethod(lambda cls: None)
    with patch.object(TransactionCase, "setUpClass", nothing):
        Designing.env = env
        Designing.setUpClass()
    return Designing()


@button
def design_submit(m):
    d = _designing(m.env)
    return Press(d._design(), d.designer, "action_submit", state="submitted")


@button
def design_new_version(m):
    d = _designing(m.env)
    product = d._product("清雪车")
    design = d._released(product_tmpl_id=product.id)
    rows = ("sanbao.product.design", [("product_tmpl_id", "=", product.id)], 2)
    return Press(design, d.designer, "action_new_version", rows)
