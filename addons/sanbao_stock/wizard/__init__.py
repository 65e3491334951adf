from . import sanbao_branch_request
