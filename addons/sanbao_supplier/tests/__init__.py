from . import test_pure_functions
from . import test_papers
from . import test_qualification
from . import test_escapes
from . import test_order_gates
from . import test_rank
from . import test_access
