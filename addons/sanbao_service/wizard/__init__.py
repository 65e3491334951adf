from . import sanbao_ticket_note
from . import sanbao_service_acceptance
