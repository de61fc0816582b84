"""An incident of severity A that nobody takes for a whole night: who is notified, and when."""

from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory

from tests.fake_slack import FakeSlack
from tests.journeys.harness import TRIAGE, Harness

STEP = timedelta(minutes=6)
HEARD = {
    "21:00": "thread",  # 50 %: only people who follow the thread.
    "21:30": "thread",
    "21:48": "channel here",  # The last warning.
    "22:00": "channel here manager",  # The breach.
    "22:30": "channel here manager",
    "23:00": "channel here manager",
    "23:30": "channel here manager",
    "01:30": "channel here manager",  # From here on at a slower pace, without end.
    "03:30": "channel here manager",
    "05:30": "channel here manager",
    "07:30": "channel here manager",
}
"""What is posted about an incident filed at 20:00, by the time in Paris: only in the thread, or in the channel as well;
whether those who are active there are called; and whether a manager gets a direct message."""


def urgent(harness: Harness) -> list[dict[str, Any]]:
    """Return the warnings and breach reminders in the triage thread."""
    thread = harness.slack.thread(TRIAGE, harness.cards(TRIAGE)[0]["ts"])
    return [one for one in thread if "⏰" in one["text"] or "🚨" in one["text"]]


def how_it_was_heard(posted: list[dict[str, Any]], direct: int) -> str:
    """Return where the one message was posted, and who was called; `direct` messages went to the manager."""
    (message,) = posted
    words = ["channel" if message.get("subtype") == "thread_broadcast" else "thread"]
    words += ["here"] if "<!here>" in message["blocks"][0]["text"]["text"] else []
    return " ".join([*words, *(["manager"] * direct)])


def test_ends_for_nobody_before_somebody_acts(harness: Harness, clock: FrozenDateTimeFactory, slack: FakeSlack) -> None:
    clock.tick(timedelta(hours=11))  # 20:00 in Paris.
    cards = harness.file()
    heard: dict[str, str] = {}
    for step in range(1, 121):
        before, direct = len(urgent(harness)), len(slack.dms("U0MAX"))
        clock.tick(STEP)
        harness.deliver()
        new = urgent(harness)[before:]
        if new or len(slack.dms("U0MAX")) > direct:
            at = f"{timedelta(hours=20) + step * STEP}".removeprefix("1 day, ").zfill(8)[:5]
            heard[at] = how_it_was_heard(new, len(slack.dms("U0MAX")) - direct)
    assert heard == HEARD

    last, notice = urgent(harness)[-1], harness.direct("U0MAX")[-1].replace("\u00a0", " ")
    assert "INC-1 “Mail is down” (severity A, no account) still needs" in harness.slack.text_of(last)
    assert "due by Mon 23 Nov 2026, 22:00 CET and late by 9 h 30 min (reminder 7)" in harness.slack.text_of(last)
    assert "INC-1 « Mail is down »" in notice
    assert "en retard de 9 h 30 min" in notice
    assert harness.slack.buttons(slack.dms("U0MAX")[-1]) == ["Ouvrir"]  # Max is no technician.
    max_ = harness.people["U0MAX"]
    assert max_.click("Ouvrir", channel=slack.direct_message("U0MAX").id).ok
    assert "INC-1 · Mail is down" in harness.slack.text_of(slack.open_view("U0MAX"))

    assert harness.tess.click("Acknowledge", channel=TRIAGE, ts=cards[TRIAGE]).ok
    harness.deliver()
    for one in (*urgent(harness), *slack.dms("U0MAX")):
        assert harness.slack.buttons(one) == []
    assert "@tess l’a pris en charge" in harness.direct("U0MAX")[-1]
    assert "@tess has acknowledged it" in harness.slack.text_of(urgent(harness)[-1])
    count = len(urgent(harness))
    clock.tick(timedelta(hours=12))
    harness.deliver()
    assert len(urgent(harness)) == count
