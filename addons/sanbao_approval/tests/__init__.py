from . import test_approval_escapes
from . import test_approval_flow
from . import test_approval_threshold
from . import test_approval_screen
from . import test_concurrency
from . import test_delegation
from . import test_performance
from . import test_tier_validation
