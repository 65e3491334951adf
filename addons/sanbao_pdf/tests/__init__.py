from . import test_copies
from . import test_fetcher
from . import test_reports
