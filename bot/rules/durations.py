"""How is a length of time written in a policy? "2h", "30m", "1h30m", "2d"."""

import re
from datetime import timedelta

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_WHOLE = re.compile(r"(?:\d+[smhd])+")
_PART = re.compile(r"(\d+)([smhd])")


def parse_duration(text: str) -> timedelta:
    """Return the duration that `text` such as "1h30m" means; raise ValueError if it means none."""
    if not _WHOLE.fullmatch(text):
        raise ValueError(f"{text!r} is not a duration; write for instance 30m, 2h or 1h30m")
    try:
        return sum((timedelta(**{_UNITS[unit]: int(count)}) for count, unit in _PART.findall(text)), timedelta())
    except OverflowError:
        raise ValueError(f"{text!r} is longer than time is counted") from None
