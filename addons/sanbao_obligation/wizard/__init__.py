from . import sanbao_obligation_amend
