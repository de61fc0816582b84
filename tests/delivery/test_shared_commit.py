"""What is noted in one commit, and in which order: `SharedCommits`."""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

import pytest
from sqlmodel import select

from bot.database import HAS_NEWS, Database
from bot.delivery.shared_commit import TOGETHER, OwnRow, Request, SharedCommits, forget_what_was_read
from models import Installation

PATIENCE_S = 20


class Writer:
    """Stands in for the database, and records what each transaction was asked for."""

    def __init__(self) -> None:
        self.begun, self.may_end = Event(), Event()
        self.transactions: list[Sequence[Request]] = []
        self.fails = False

    def write(self, requests: Sequence[Request]) -> None:
        """Write slowly the first time."""
        self.transactions.append(requests)
        self.begun.set()
        assert self.may_end.wait(PATIENCE_S)
        if self.fails and len(self.transactions) > 1:
            raise ValueError("a bug")


@pytest.fixture
def writer() -> Writer:
    """A writer whose first transaction lasts until it may end."""
    return Writer()


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    """Enough threads for all requests of a test."""
    with ThreadPoolExecutor(20) as pool:
        yield pool


def own_row() -> Request:
    """Return a request with a step that changes one row only."""
    return Request(OwnRow(print))


def more() -> Request:
    """Return a request with a step that changes other rows as well."""
    return Request(print)


def answered(writer: Writer, threads: ThreadPoolExecutor, *requests: Request) -> list[Future[None]]:
    """Have these come, in this order, while a transaction goes on; return once all are answered."""
    commits = SharedCommits(writer.write)
    futures = [threads.submit(commits.answer, Request())]
    assert writer.begun.wait(PATIENCE_S)
    for count, one in enumerate(requests, 1):
        futures.append(threads.submit(commits.answer, one))
        give_up = time.monotonic() + PATIENCE_S
        while len(commits._waiting) < count:
            assert time.monotonic() < give_up
            time.sleep(0.001)
    writer.may_end.set()
    for one in futures:
        one.exception(PATIENCE_S)
    return futures[1:]


def test_those_that_waited_share_the_next_transaction(writer: Writer, threads: ThreadPoolExecutor) -> None:
    requests = [own_row(), Request(), own_row(), own_row()]
    answered(writer, threads, *requests)
    assert [len(one) for one in writer.transactions] == [1, 4]
    assert all(one.is_answered and not one.has_failed for one in requests)


def test_a_transaction_takes_one_step_of_several_rows_before_all_others(
    writer: Writer, threads: ThreadPoolExecutor
) -> None:
    requests = [own_row(), more(), more(), own_row(), more()]
    answered(writer, threads, *requests)
    after_first = writer.transactions[1:]
    assert [[one.is_of_one_row for one in together][1:] for together in after_first] == [[True, True], [], []]
    assert [together[0].is_of_one_row for together in after_first] == [False, False, False]
    assert {id(one) for together in after_first for one in together} == {id(one) for one in requests}


def test_a_transaction_has_an_end(writer: Writer, threads: ThreadPoolExecutor) -> None:
    answered(writer, threads, *(own_row() for _ in range(TOGETHER + 2)))
    assert [len(one) for one in writer.transactions] == [1, TOGETHER, 2]


def test_all_of_a_transaction_that_fails_learn_of_it(writer: Writer, threads: ThreadPoolExecutor) -> None:
    writer.fails = True
    requests = [own_row() for _ in range(3)]
    futures = answered(writer, threads, *requests)
    assert all(one.is_answered and one.has_failed for one in requests)
    assert len([one for one in futures if one.exception()]) == 1, "the thread that wrote logs it"


def test_what_was_read_is_forgotten_within_a_transaction(database: Database) -> None:
    with database.transaction() as session:
        installation = session.exec(select(Installation)).one()
        session.info |= {HAS_NEWS: True, "rows": [installation]}
        forget_what_was_read(session)
        assert installation not in session
        assert session.info == {HAS_NEWS: True}
