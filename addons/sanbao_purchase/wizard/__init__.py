from . import sanbao_purchase_plan_collect
from . import sanbao_purchase_plan_collect_line
from . import sanbao_purchase_plan_approve
