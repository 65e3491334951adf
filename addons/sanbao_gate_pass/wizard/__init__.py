from . import sanbao_gate_pass_exit
from . import sanbao_gate_pass_scan
