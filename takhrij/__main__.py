"""``python -m takhrij``."""

import sys

from takhrij.cli import main

if __name__ == "__main__":
    sys.exit(main())
