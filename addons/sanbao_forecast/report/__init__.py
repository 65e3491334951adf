from . import sanbao_unit_part_report
