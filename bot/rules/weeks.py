"""When does a working week begin?"""

from datetime import datetime, time, timedelta

from bot.rules.business_hours import BusinessHours


def first_opening(now: datetime, hours: BusinessHours) -> datetime | None:
    """Return when these hours first opened this week, which begins on Monday; None if they have not yet."""
    today = now.astimezone(hours.zone).date()
    monday = datetime.combine(today - timedelta(days=today.weekday()), time(), tzinfo=hours.zone)
    opened = hours.stretches(monday, now + timedelta.resolution)
    return opened[0][0] if opened else None
