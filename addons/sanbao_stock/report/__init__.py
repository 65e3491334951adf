from . import sanbao_branch_stock
