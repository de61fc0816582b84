"""What the demo adds where the policy has none: prepared answers, a second desk, and a roster."""

from pathlib import Path

from bot.demo import seed
from bot.policy import Policy
from bot.policy_desks import DeskTable
from bot.policy_replies import REPLIES
from bot.policy_roster import RosterTable
from bot.policy_texts import read_texts

ON_CALL = {seed.THEO: ("080000", "200000"), seed.TESS: ("200000", "080000")}
"""From when to when each is on call every day, as HHMMSS in the zone of the calendar of opening hours."""


def with_samples(policy: Policy, folder: Path) -> Policy:
    """Return the policy with samples of what it lacks; the roster's calendar is written to the folder."""
    databases = DeskTable(triage_channel=seed.DATABASES.id, products=[seed.DATABASE])
    return policy.model_copy(
        update={
            "replies": policy.replies or read_texts(Path(__file__), REPLIES).texts,
            "desk": policy.desk or {seed.DATABASES.name: databases},
            "roster": policy.roster or _roster(folder / "on-call.ics"),
        }
    )


def _roster(file: Path) -> RosterTable:
    """Write the calendar, and return the roster that names it."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//guichet//demo//EN"]
    for person, (begin, end) in ON_CALL.items():
        next_day = 1 if end > begin else 2
        times = [f"DTSTART:20250101T{begin}", f"DTEND:2025010{next_day}T{end}", "RRULE:FREQ=DAILY"]
        lines += ["BEGIN:VEVENT", f"UID:{person.name}", *times, f"SUMMARY:{person.real_name}", "END:VEVENT"]
    file.write_text("\r\n".join([*lines, "END:VCALENDAR", ""]), encoding="utf-8")
    return RosterTable(file=file.resolve(), people={one.real_name: one.id for one in ON_CALL})
