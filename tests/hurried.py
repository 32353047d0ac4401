"""The program with a shorter minute for two phones to sign in: hurried.py MILLISECONDS VERB …"""

from __future__ import annotations

import sys

from provesafe.adapters.cli.main import main
from provesafe.adapters.web.joining import together

if __name__ == "__main__":
    together.TOGETHER_MS = int(sys.argv.pop(1))
    main()
