from . import test_opening
from . import test_steps
from . import test_security
from . import test_indicators
from . import test_screens
from . import test_speed
