from . import test_document_guard
from . import test_document_portal
from . import test_document_receipt
from . import test_document_version
