"""What can be chosen on the command line for an export."""

from typing import Literal

Format = Literal["csv", "json"]
"""A table, or objects."""
Separator = Literal["comma", "semicolon", "tab"]
"""What is between the values of a CSV file."""
