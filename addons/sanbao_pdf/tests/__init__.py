from . import test_copies
from . import test_fetcher
from . import test_forms
from . import test_pdf_fonts
from . import test_reports
