"""A channel has got another id: what waits for it, and for messages in it, is posted under the new id."""

import pytest

from bot.delivery import outbox
from bot.delivery.destination import Destination
from bot.operations.channels import move_channel
from bot.rules.person import GUICHET
from models.vocabulary import Kind
from tests.case import Case


@pytest.mark.parametrize("kind", [Kind.BUTTONS_GONE, Kind.MOVED_CARD, Kind.REFRESH_COUNTER, Kind.REMOVE_COUNTER])
def test_moves_what_changes_a_message_there(case: Case, kind: Kind) -> None:
    with case.database.transaction() as session:
        for old in ("C0OLD", "C0OTHER"):
            parameters = {"channel": old, "ts": "1.1"}
            outbox.post(
                session,
                kind=kind,
                to=Destination(old, incident_id=case.number),
                now=case.now,
                dedup_key=old,
                parameters=parameters,
            )
        move_channel(session, old="C0OLD", new="C0NEW", context=case.context(GUICHET))
    places = {(one.channel, one.parameters["channel"]) for one in case.messages(kind)}
    assert places == {("C0NEW", "C0NEW"), ("C0OTHER", "C0OTHER")}
