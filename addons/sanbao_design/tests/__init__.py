from . import test_access
from . import test_design
from . import test_design_escapes
from . import test_procedure
from . import test_release
