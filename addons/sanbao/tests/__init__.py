from . import test_fl1
