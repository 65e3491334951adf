from . import product_category
from . import product_template
from . import sanbao_stock_zone
from . import stock_location
from . import stock_move
from . import stock_warehouse
