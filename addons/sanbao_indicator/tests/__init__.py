from . import test_periods
from . import test_measure
from . import test_definition
from . import test_freeze
from . import test_report_run
