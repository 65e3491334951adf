from . import comment_wizard
from . import sanbao_approval_forward
