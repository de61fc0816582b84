"""How big is a fault test? Small in `uv run pytest`; with `FAULTS=full`, which the long run sets, as big as listed.

`uv run python -m tests.faults.long_run --only tests` runs all of them in full size, `--only outage` some by name.
"""

import os
from typing import TypeVar

Size = TypeVar("Size")
IS_FULL = os.environ.get("FAULTS") == "full"


def size(small: Size, *, full: Size) -> Size:
    """Return the size of this run."""
    return full if IS_FULL else small
