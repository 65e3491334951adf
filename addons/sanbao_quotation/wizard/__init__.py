from . import sanbao_quotation_import
from . import sanbao_quotation_import_line
