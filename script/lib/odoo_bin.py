#!/usr/bin/env python3
"""Start Odoo.

``python -m odoo`` cannot run several workers (its gevent child executes the package's
``__main__`` again and fails), hence this script.
"""

import sys

from odoo.cli import main

if __name__ == "__main__":
    sys.exit(main())
