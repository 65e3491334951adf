from . import test_fl1
from . import test_fl4
from . import test_fl6
from . import test_fl7
from . import test_fl7_quality
from . import test_storage
from . import test_fl8
