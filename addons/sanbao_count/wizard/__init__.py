from . import sanbao_stock_count_scan
