from . import document_page_history
from . import document_page
from . import sanbao_document_receipt
from . import sanbao_rule
