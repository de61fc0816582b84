"""What does `doctor` say about a thing that failed again and again?"""

from datetime import UTC

from models import Failure


def described(failure: Failure) -> str:
    """Return what failed, how often, why and since when it is set aside, and what to do."""
    what = f"{failure.task} failed {failure.times} times for {failure.subject} ({failure.cause})"
    since = (failure.set_aside_at or failure.last_at).astimezone(UTC)
    how = "report this with what the log says; `guichet outbox retry` has it tried again"
    return f"{what} and is set aside since {since:%Y-%m-%d %H:%M:%S} UTC: {how}."
