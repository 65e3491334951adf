from . import sanbao_obligation_kind
from . import sanbao_obligation
from . import sanbao_obligation_engine
from . import sanbao_obligation_reminder
from . import sanbao_obligation_change
from . import sanbao_obligation_amendment
from . import sanbao_obligation_mixin
