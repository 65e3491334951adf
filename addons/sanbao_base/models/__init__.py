from . import sanbao_rule_kind
from . import sanbao_rule
from . import sanbao_rule_event
from . import sanbao_rule_override
from . import sanbao_rule_change
from . import sanbao_parameter
from . import res_config_settings
