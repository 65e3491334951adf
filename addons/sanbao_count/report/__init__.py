from . import sanbao_stock_analysis_xlsx
