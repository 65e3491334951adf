from . import test_due
from . import test_open_close
from . import test_concurrency
from . import test_reminder
from . import test_access
from . import test_mixin
from . import test_performance
