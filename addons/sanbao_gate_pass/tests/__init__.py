from . import test_gate_pass_access
from . import test_gate_pass_approval
from . import test_gate_pass_concurrency
from . import test_gate_pass_escapes
from . import test_gate_pass_exit
from . import test_gate_pass_form
from . import test_gate_pass_picking
from . import test_gate_pass_price
