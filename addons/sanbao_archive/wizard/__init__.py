from . import sanbao_archive_import
from . import sanbao_archive_import_line
