from . import models
from . import report
from . import wizard


def post_init_hook(env):
    """Zones for the warehouses that exist already."""
    env["stock.warehouse"].search([])._sanbao_ensure_zones()
