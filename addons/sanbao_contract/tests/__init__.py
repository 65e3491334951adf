from . import test_purchase_gate
from . import test_agreement
from . import test_purchase_agreement
from . import test_contract
from . import test_contract_escapes
from . import test_contract_review
from . import test_purchase_contract
