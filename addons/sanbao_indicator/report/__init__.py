from . import sanbao_report_run_xlsx
