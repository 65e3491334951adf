"""The story of the demo company, told by the people who work there."""

from .cases import tell_cases
from .company import found_company
from .counts import tell_counts
from .designs import tell_designs
from .field_cases import tell_field_cases
from .forecasts import tell_forecasts
from .history import tell_history
from .inspections import tell_inspections
from .nonconforming import tell_nonconforming
from .people import hire_people
from .products import stock_parts
from .purchases import tell_purchases
from .releases import tell_releases
from .safety import tell_safety
from .units import deliver_units
from .workshop import tell_workshop
from .warehouse import tell_warehouse


class World:
    """What the chapters of the story hand on to each other."""

    def __init__(self, env):
        self.env = env
        self.company = env.company
        self.people = {}
        self.products = {}
        self.customers = {}
        self.units = {}
        self.suppliers = {}
        self.dossiers = {}
        self.departments = {}
        self.authority = None

    def as_person(self, role, records):
        """The records in the hands of the person who holds a role."""
        return records.with_user(self.people[role]).with_context(lang="zh_CN")


def tell(env):
    """Tell the whole story; a second call changes nothing."""
    if env.ref("sanbao_demo.user_gm", raise_if_not_found=False):
        return
    world = World(env(context=dict(env.context, lang="zh_CN", tracking_disable=False)))
    found_company(world)
    hire_people(world)
    stock_parts(world)
    deliver_units(world)
    tell_cases(world)
    tell_field_cases(world)
    tell_purchases(world)
    tell_forecasts(world)
    tell_warehouse(world)
    tell_safety(world)
    tell_inspections(world)
    tell_designs(world)
    tell_workshop(world)
    tell_nonconforming(world)
    tell_counts(world)
    tell_releases(world)
    tell_history(world)
