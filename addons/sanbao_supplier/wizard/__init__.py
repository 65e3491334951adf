from . import sanbao_supplier_decision
