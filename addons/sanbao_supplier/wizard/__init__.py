from . import sanbao_supplier_decision
from . import sanbao_supplier_import
