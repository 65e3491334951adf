from . import models
from . import report
from . import wizard


def post_init_hook(env):
    """Names for Odoo's places, zones for the warehouses that exist already."""
    env["res.company"].search([])._sanbao_name_places()
    env["stock.warehouse"].search([])._sanbao_ensure_zones()
