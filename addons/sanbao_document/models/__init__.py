from . import document_page_history
from . import document_page_history_transition
from . import document_page
from . import document_page_guard
from . import document_page_publication
from . import sanbao_document_receipt
from . import sanbao_rule
