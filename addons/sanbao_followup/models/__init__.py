from . import sanbao_followup
from . import sanbao_followup_guard
from . import sanbao_followup_opening
from . import sanbao_followup_steps
from . import sanbao_followup_form
from . import sanbao_service_application
from . import helpdesk_ticket
from . import sanbao_archive
