from . import test_period
from . import test_plan_approval
from . import test_plan_budget
from . import test_plan_escapes
from . import test_order_gate
from . import test_need
from . import test_sources
from . import test_urgent_request
