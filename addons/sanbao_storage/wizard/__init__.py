from . import sanbao_storage_defect
from . import sanbao_storage_register
