from . import test_counting
from . import test_ir_cron
from . import test_pure_functions
from . import test_sanbao_numbered
from . import test_sanbao_form
from . import test_sanbao_parameter
from . import test_sanbao_rule
from . import test_sanbao_rule_override
