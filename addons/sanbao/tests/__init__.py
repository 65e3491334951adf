from . import test_fl1
from . import test_fl4
