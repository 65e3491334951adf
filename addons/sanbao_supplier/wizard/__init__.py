from . import base_partner_merge
from . import sanbao_supplier_decision
from . import sanbao_supplier_import
