"""What is wrong in a policy file? Pydantic's errors as sentences for whoever wrote the file."""

from typing import Any

from bot.rules.public_holidays import example_in

SENTENCES = {
    "missing": "is missing",
    "extra_forbidden": "is not known here; see bot/policy.toml for what is",
    "literal_error": "must be {expected}",
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than": "must be less than {lt}",
    "less_than_equal": "must be at most {le}",
    "too_short": "must not be empty",
    "too_long": "must have at most {max_length} entries",
    "string": "must be text in quotes",
    "dict": "must be a table",
    "model": "must be a table",
    "list": "must be a list in brackets",
    "float": "must be a number",
    "int": "must be a whole number",
    "bool": "must be true or false",
    "date": "must be a date such as 2026-12-24",
}
"""Our words for pydantic's kinds of error; a kind that is not here is looked up by its first word."""


def sentence(problem: Any) -> str:
    """Return where in the file the mistake is, and what must be there instead."""
    kind, message = problem["type"], problem["msg"].removeprefix("Value error, ").rstrip(".")
    if problem["loc"][-1:] == ("[key]",):
        message = "is not known here; the severities are A, B and C"
    elif kind == "missing" and problem["loc"][-1:] == ("holidays",):
        message = f'is missing; write {{ country = "{_example(problem["input"])}" }} or another one, or {{}} for none'
    elif known := SENTENCES.get(kind) or SENTENCES.get(kind.partition("_")[0]):
        message = known.format(**problem.get("ctx", {}))
    return f"{_place(problem['loc'])}: {message}."


def _example(calendar: Any) -> str:
    """Return a country or region in the time zone of a calendar."""
    return example_in(str(calendar.get("timezone")))


def _place(location: tuple[int | str, ...]) -> str:
    """Return "reminders.at, entry 1" for ("reminders", "at", 0)."""
    names = ".".join(part for part in location if isinstance(part, str) and part != "[key]")
    entries = [f"entry {part + 1}" for part in location if isinstance(part, int)]
    return ", ".join([names or "the file", *entries])
