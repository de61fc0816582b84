"""What can be chosen on the command line for an import."""

from typing import Literal

KindName = Literal["products", "accounts", "members", "packs"]
"""What is in the file."""
DayOrder = Literal["dmy", "mdy"]
"""Whether the day or the month comes first in 03/04/2027."""
