from . import qc_inspection_set_test
