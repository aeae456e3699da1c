"""`./northstar VERB`, `northstar VERB` and `python -m northstar VERB` all begin here."""

import sys

from northstar.config.cli import run


def main() -> int:
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
