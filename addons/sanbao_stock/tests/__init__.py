from . import test_held_goods
from . import test_scan
from . import test_zones
