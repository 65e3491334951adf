from . import test_access
from . import test_machine
from . import test_output
from . import test_plan
from . import test_problem
from . import test_statistics
