"""Messages of one lane are posted one after the other: those of a side of an incident, or to one reader."""

import pytest

from bot.delivery.destination import Destination, customer_thread, direct_message, second_voice, triage_thread
from models import Incident
from models.vocabulary import Side


@pytest.mark.parametrize(
    ("to", "channel", "lane"),
    [
        (customer_thread(Incident(id=42, opened_in="C0ACME")), "C0ACME", "42 customer"),
        (triage_thread(42, triage_channel="C0TRIAGE"), "C0TRIAGE", "42 triage"),
        (triage_thread(None, triage_channel="C0TRIAGE"), "C0TRIAGE", "workspace triage"),
        (direct_message("U0MAX", incident_id=42), "U0MAX", "42 U0MAX"),
        (direct_message("U0MAX"), "U0MAX", "workspace U0MAX"),
        (second_voice(42, "pager"), "apprise pager", "42 apprise pager"),
        (second_voice(42, "pager", lane_name="if"), "apprise pager", "42 if"),
        (Destination("C0TRIAGE", 42, Side.TRIAGE, lane_name="fallback"), "C0TRIAGE", "42 fallback"),
    ],
)
def test_a_lane_is_named_after_incident_and_side_or_reader(to: Destination, channel: str, lane: str) -> None:
    assert (to.channel, to.lane) == (channel, lane)
