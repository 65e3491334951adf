from . import sanbao_indicator
from . import sanbao_indicator_value
from . import sanbao_indicator_schedule
from . import sanbao_report_definition
from . import sanbao_report_run
