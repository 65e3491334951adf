from . import sanbao_followup_cancel
