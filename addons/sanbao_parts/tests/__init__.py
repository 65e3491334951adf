from . import test_issue
from . import test_release
from . import test_flow
from . import test_return
from . import test_old_part
from . import test_escapes
from . import test_access
from . import test_speed
# from . import test_concurrency
from . import test_forms
