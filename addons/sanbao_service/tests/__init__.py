from . import test_reception
from . import test_deadlines
from . import test_application
from . import test_budget
from . import test_closing
from . import test_escapes
from . import test_forms
from . import test_speed
