from . import ir_model_fields_selection
from . import ir_module_module
