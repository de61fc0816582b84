"""A worker that takes one step of the protocol at a time: a fixture of every folder whose conftest imports it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, delete, select, update

from bot.database import Database
from bot.delivery import outbox, protocol
from bot.delivery.claim import Claimed, claim_messages
from bot.delivery.destination import Destination, direct_message
from bot.delivery.protocol import Posted, Ready
from bot.delivery.traits import Application
from bot.kinds import KINDS
from bot.operations.context import Context
from bot.policy import Policy
from bot.rules.person import GUICHET
from bot.rules.workspace import Workspace
from bot.texts.message import Message
from models import OutboxMessage
from models.vocabulary import EndedBecause, Kind

LEASE = timedelta(seconds=45)


def begin(session: Session, *, claimed: Claimed, now: datetime) -> Ready | None:
    """Check a claimed message as the sender does before it calls Slack; return None if it was ended or is not ours."""
    found = protocol.check_again(session, claimed=claimed, traits=KINDS[claimed.message.kind], now=now)
    if isinstance(found, EndedBecause):
        protocol.end(session, claimed=claimed, because=found)
    return found if isinstance(found, Ready) else None


class Worker:
    """Takes each step of the protocol in a transaction of its own, as the engine does."""

    def __init__(self, database: Database, workspace: Workspace, policy: Policy, now: datetime) -> None:
        self.database, self.workspace, self.policy, self.now = database, workspace, policy, now

    def application(self, *, send_outside: Callable[[str, str], object] = lambda _key, _text: None) -> Application:
        """Return the program as the engine sees it: every reader can be reached, and no thread has an answer."""
        return Application(
            kinds=KINDS,
            context_at=lambda _: self.context,
            is_reader_gone=lambda _: False,
            is_address_gone=lambda _: False,
            is_unreachable=lambda _: False,
            look_for_answer=lambda _: None,
            send_outside=send_outside,
        )

    @property
    def context(self) -> Context:
        """The context in which Guichet itself acts now."""
        return Context(GUICHET, self.policy, self.workspace, self.now)

    def post(
        self,
        kind: Kind = Kind.TROUBLE_NOTICE,
        to: Destination | None = None,
        *,
        after: timedelta = timedelta(),
        **parameters: Any,
    ) -> int:
        """Post a message that is due this long after now, and return its number."""
        with self.database.transaction() as session:
            outbox.post(
                session,
                kind=kind,
                to=to or direct_message("U0MAX"),
                now=self.now,
                due_at=self.now + after,
                parameters=parameters or {"finding": "stuck", "count": 1},
                dedup_key=f"{len(session.exec(select(OutboxMessage.id)).all())}",
            )
            session.flush()
            return session.exec(select(OutboxMessage.id).order_by(col(OutboxMessage.id).desc())).first() or 0

    def claim(self, *, after: timedelta = timedelta(), **given: Any) -> Claimed | None:
        """Claim a message that is due this long after now; return None if there is none."""
        at = self.now + after
        with self.database.transaction() as session:
            claimed = claim_messages(session, now=at, lease_until=at + LEASE, owner="a", **given).claimed
        return claimed[0] if claimed else None

    def claimed(self, *, after: timedelta = timedelta()) -> Claimed:
        """Claim a message that is due this long after now, and fail if there is none."""
        claimed = self.claim(after=after)
        assert claimed is not None
        return claimed

    def begin(self, claimed: Claimed, *, after: timedelta = timedelta()) -> Ready | None:
        """Check a claimed message this long after now, as `begin` does; return None if it was ended or is not ours."""
        with self.database.transaction() as session:
            return begin(session, claimed=claimed, now=self.now + after)

    def finish(
        self, claimed: Claimed, *, channel: str = "C0TRIAGE", ts: str = "", posted: Message | None = None
    ) -> OutboxMessage:
        """Record that the message was posted in Slack, and return its row."""
        where = Posted(channel, ts or f"{claimed.message.id}.0", posted)
        of_program = {"traits": KINDS[claimed.message.kind], "context": self.context}
        self.do(protocol.finish, claimed=claimed, posted=where, now=self.now, **of_program)
        return self.row(claimed.message.id)

    def do(self, step: Any, **facts: Any) -> Any:
        """Take any other step of the protocol in a transaction, and return its result."""
        with self.database.transaction() as session:
            return step(session, **facts)

    def row(self, number: int | None) -> OutboxMessage:
        """Return the row as it is now."""
        with self.database.reading() as session:
            return session.get_one(OutboxMessage, number)

    def rows(self, *kinds: str) -> list[OutboxMessage]:
        """Return the rows of these kinds, in the order in which they were posted."""
        with self.database.reading() as session:
            wanted = select(OutboxMessage).where(col(OutboxMessage.kind).in_(kinds))
            return list(session.exec(wanted.order_by(col(OutboxMessage.id))))

    def leave_only(self, *kinds: str) -> None:
        """Cancel all messages of other kinds."""
        with self.database.transaction() as session:
            others = update(OutboxMessage).where(col(OutboxMessage.kind).not_in(kinds))
            session.exec(others.values(state="cancelled"))

    def change(self, model: type[Any], number: int, **values: Any) -> None:
        """Change a row of any table."""
        with self.database.transaction() as session:
            _set(session.get_one(model, number), values)

    def change_all(self, numbers: list[int], **values: Any) -> None:
        """Change these messages of the outbox."""
        with self.database.transaction() as session:
            session.exec(update(OutboxMessage).where(col(OutboxMessage.id).in_(numbers)).values(**values))

    def delete(self, *kinds: str) -> None:
        """Delete all messages of these kinds."""
        with self.database.transaction() as session:
            session.exec(delete(OutboxMessage).where(col(OutboxMessage.kind).in_(kinds)))

    def session(self) -> Session:
        """Return a session that the caller closes."""
        return Session(self.database.reader)


def _set(row: Any, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)


@pytest.fixture
def worker(database: Database, workspace: Workspace, policy: Policy, now: datetime) -> Worker:
    """A worker at nine o'clock on Monday."""
    return Worker(database, workspace, policy, now)
