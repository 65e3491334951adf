from . import test_comparison
from . import test_escapes
from . import test_import
from . import test_order_gates
from . import test_order_gates_quality
from . import test_form
from . import test_access
from . import test_speed
