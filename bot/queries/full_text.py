"""Which incidents contain certain words? Looked up in the full-text index that each database has of `incident_text`."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, bindparam, case, column, false, func, literal_column, select, table, true
from sqlmodel import Session, col

from bot.queries.incidents import visible_to
from bot.rules.incident_list import LOOKED_THROUGH
from bot.rules.person import Person
from models import Incident
from models.incident_text import INDEX, word_of_account, word_of_person
from models.search_text import words_of

WORDS_TYPED = 10
"""Maximum words of a search that are used."""
PREFIX_FROM = 3
"""Minimum length, in letters, of a word that also finds longer words beginning with it."""
PARTS = ("title", "description", "messages")
_SQLITE = table(INDEX, column("rowid"))
_POSTGRESQL = table("incident_text", column("incident_id"), column("document"))
_WEIGHTS = {"title": "A", "description": "B", "messages": "C", "owner": "D"}
"""The weight by which PostgreSQL tells each part of a document apart."""

Owners = Collection[str] | None
"""Whose incidents are searched, as words in the part `owner`; None for everybody's."""


def words_typed(typed: str) -> list[str]:
    """Return the words of a search that are used; none if it has no letter or digit."""
    return words_of([typed], limit=WORDS_TYPED)


def owners(*, accounts: Collection[int], member_id: str | None) -> Sequence[str]:
    """Return the owners whose incidents a customer may see: these accounts, and the person `member_id` if given."""
    theirs = [word_of_account(one) for one in accounts]
    return theirs if member_id is None else [*theirs, word_of_person(member_id)]


def visible_owners(person: Person, accounts: Collection[int]) -> Owners:
    """Return the owners whose incidents this person of these accounts may see; None, for all, for staff."""
    return None if person.is_staff else owners(accounts=accounts, member_id=person.user_id)


def sees_all(person: Person) -> bool:
    """Return True for those from whom `at_their_desks` withholds nothing that `visible_owners` lets them search."""
    return not person.is_staff or person.sees_every_desk


def at_their_desks(wanted: Any, number: ColumnElement[int], *, person: Person, accounts: Collection[int]) -> Any:
    """Return this select without the incidents of desks that this person may not see."""
    if sees_all(person):
        return wanted
    return wanted.where(is_of_incident(number, visible_to(person, accounts)))


class Expression:
    """Builds full-text queries, in the syntax of the database, that say which words must be in which parts."""

    def __init__(self, session: Session) -> None:
        """Build queries for the database of this session."""
        self.is_sqlite = session.get_bind().dialect.name == "sqlite"

    def every(self, words: Sequence[str], *, parts: int) -> str:
        """Return an expression that every one of these words is in one of the first `parts` parts."""
        return self._join("and", [self._word(one, PARTS[:parts]) for one in words])

    def some(self, words: Sequence[str], *, parts: int) -> str:
        """Return an expression that at least one of these words is in one of the first `parts` parts."""
        return self._join("or", [self._word(one, PARTS[:parts]) for one in words])

    def owned_by(self, owners: Owners, expression: str) -> str:
        """Return the expression, restricted to incidents of these owners."""
        if owners is None:
            return expression
        theirs = self._join("or", [self._word(one, ("owner",), is_whole=True) for one in owners])
        return self._join("and", [theirs, expression])

    def _word(self, word: str, parts: Sequence[str], *, is_whole: bool = False) -> str:
        """Return an expression that the word is in one of these parts; words have only letters and digits to escape."""
        is_prefix = len(word) >= PREFIX_FROM and not is_whole
        if self.is_sqlite:
            return f'{{{" ".join(parts)}}} : "{word}"{" *" if is_prefix else ""}'
        return f"'{word}':{'*' if is_prefix else ''}{''.join(_WEIGHTS[one] for one in parts)}"

    def _join(self, how: str, expressions: Sequence[str]) -> str:
        sign = {"and": " AND ", "or": " OR "}[how] if self.is_sqlite else {"and": " & ", "or": " | "}[how]
        return f"({sign.join(expressions)})"


def matching(session: Session, expression: str, *, without: str = "") -> tuple[Any, ColumnElement[int]]:
    """Return a select of the numbers ("id") of the incidents that match the expression, and the number's column.

    Incidents that match the expression `without` as well are left out.
    """
    if session.get_bind().dialect.name == "sqlite":
        asked = f"({expression} NOT {without})" if without else expression
        number, holds = _SQLITE.c.rowid, literal_column(INDEX).op("MATCH")(asked)
        return select(number.label("id")).select_from(_SQLITE).where(holds), number
    number, wanted = _POSTGRESQL.c.incident_id, [_holds(expression)]
    if without:  # With CASE, because PostgreSQL would take a negated common word for a rare condition.
        wanted.append(case((_holds(without), false()), else_=true()))
    return select(number.label("id")).select_from(_POSTGRESQL).where(*wanted), number


def is_of_incident(number: ColumnElement[int], *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition that the incident with a number found by `matching` meets these conditions."""
    # The plus keeps SQLite from querying its index anew for each incident that meets them, which took 13 seconds among
    # 10,000 incidents: https://www.sqlite.org/optoverview.html ("disqualifying WHERE clause terms using unary +").
    its = literal_column(f"+{INDEX}.rowid") if number is _SQLITE.c.rowid else number
    return select(col(Incident.id)).where(col(Incident.id) == its, *conditions).exists()


def _holds(expression: str) -> ColumnElement[bool]:
    # Written out instead of bound as a parameter, because only then can PostgreSQL estimate how many incidents match:
    # it looks up a rare word in the index, but scans from the newest incident for a common one (2 ms instead of 60
    # among 100,000 incidents).
    query = func.to_tsquery(literal_column("'simple'::regconfig"), bindparam(None, expression, literal_execute=True))
    return _POSTGRESQL.c.document.op("@@")(query)


def newest(session: Session, expression: str, *, limit: int, conditions: Sequence[ColumnElement[bool]] = ()) -> Any:
    """Return a select of the numbers of the newest incidents that match the expression, the newest first.

    With conditions, it gives those that meet them among the newest `LOOKED_THROUGH` that match, in no certain order.
    """
    wanted, number = matching(session, expression)
    in_order = wanted.order_by(number.desc())
    if not conditions:
        return in_order.limit(limit)
    found = in_order.limit(LOOKED_THROUGH).subquery()  # Read no further than to the last one that is wanted.
    return select(found.c.id).where(is_of_incident(found.c.id, *conditions)).limit(limit)
