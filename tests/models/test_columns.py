"""Columns hold words of a vocabulary, and nothing else."""

from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from bot.database import Database
from models import Card
from models.columns import one_of
from models.vocabulary import ClaimState, Side


class TestOneOf:
    """The check is written from the type."""

    def test_takes_the_words_of_a_literal(self) -> None:
        check = one_of("state", ClaimState)

        assert (check.name, str(check.sqltext)) == ("state", "state IN ('waiting', 'approved', 'refused')")

    def test_takes_the_members_of_an_enum(self) -> None:
        assert str(one_of("side", Side).sqltext) == "side IN ('customer', 'triage')"


class TestMemberColumn:
    """What was written as text is read as a member."""

    @pytest.fixture
    def card_id(self, database: Database, file_incident: Callable[..., int]) -> int | None:
        number = file_incident()
        with database.transaction() as session:
            card = Card(incident_id=number, side=Side.TRIAGE, channel="C0TRIAGE", ts="1.0")
            session.add(card)
            session.flush()
            return card.id

    def test_is_read_as_a_member(self, database: Database, card_id: int) -> None:
        with database.reading() as session:
            assert session.get_one(Card, card_id).side is Side.TRIAGE

    def test_holds_the_word_as_text(self, database: Database, card_id: int) -> None:
        with database.reading() as session:
            assert session.connection().scalar(text(f"SELECT side FROM card WHERE id = {card_id}")) == "triage"  # noqa: S608 - a number

    def test_refuses_another_word(self, database: Database, card_id: int) -> None:
        change = text(f"UPDATE card SET side = 'technician' WHERE id = {card_id}")  # noqa: S608 - a number
        with pytest.raises(IntegrityError), database.transaction() as session:
            session.connection().execute(change)
