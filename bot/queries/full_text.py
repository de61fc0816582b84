"""Which incidents contain words? Asked of the full-text index that each database keeps of `incident_text`."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, bindparam, case, column, false, func, literal_column, select, table, true
from sqlmodel import Session, col

from bot.queries.incidents import visible_to
from bot.rules.person import Person
from models import Incident
from models.incident_text import INDEX, word_of_account, word_of_person
from models.search_text import words_of

WORDS_TYPED = 10
"""Maximum words of a search that count."""
PREFIX_FROM = 3
"""Minimum letters of a word that stands for all that begin with it."""
PARTS = ("title", "description", "messages")
_SQLITE = table(INDEX, column("rowid"))
_POSTGRESQL = table("incident_text", column("incident_id"), column("document"))
_WEIGHTS = {"title": "A", "description": "B", "messages": "C", "owner": "D"}
"""How PostgreSQL tells the parts of a document apart."""

Owners = Collection[str] | None
"""Whose incidents are looked through, as words of `owner`; None for everybody's."""


def words_typed(typed: str) -> list[str]:
    """Return the words of a search that count; none where nothing of it is a letter or a digit."""
    return words_of([typed], limit=WORDS_TYPED)


def owners(*, accounts: Collection[int], member_id: str | None) -> Sequence[str]:
    """Return whose incidents the people of these accounts may see; their own count where they are of no account."""
    theirs = [word_of_account(one) for one in accounts]
    return theirs if member_id is None else [*theirs, word_of_person(member_id)]


def visible_owners(person: Person, accounts: Collection[int]) -> Owners:
    """Return whose incidents this person of these accounts may see; who sees those of a desk looks through all."""
    return None if person.is_staff else owners(accounts=accounts, member_id=person.user_id)


def at_their_desks(wanted: Any, number: ColumnElement[int], *, person: Person, accounts: Collection[int]) -> Any:
    """Return the select of what was found without the incidents of desks that this person may not look into."""
    if not person.is_staff or person.sees_every_desk:
        return wanted
    return wanted.where(is_of_incident(number, visible_to(person, accounts)))


class Expression:
    """Says in the language of a database's index which words must be where."""

    def __init__(self, session: Session) -> None:
        """Say it to the database of this session."""
        self.is_sqlite = session.get_bind().dialect.name == "sqlite"

    def every(self, words: Sequence[str], *, parts: int) -> str:
        """Return that each of these words is in one of the first `parts` parts."""
        return self._join("and", [self._word(one, PARTS[:parts]) for one in words])

    def some(self, words: Sequence[str], *, parts: int) -> str:
        """Return that one of these words is in one of the first `parts` parts."""
        return self._join("or", [self._word(one, PARTS[:parts]) for one in words])

    def owned_by(self, owners: Owners, expression: str) -> str:
        """Return the expression for incidents of these owners alone."""
        if owners is None:
            return expression
        theirs = self._join("or", [self._word(one, ("owner",), is_whole=True) for one in owners])
        return self._join("and", [theirs, expression])

    def _word(self, word: str, parts: Sequence[str], *, is_whole: bool = False) -> str:
        """Return that the word is in one of these parts; it has only letters and digits, so nothing is escaped."""
        is_prefix = len(word) >= PREFIX_FROM and not is_whole
        if self.is_sqlite:
            return f'{{{" ".join(parts)}}} : "{word}"{" *" if is_prefix else ""}'
        return f"'{word}':{'*' if is_prefix else ''}{''.join(_WEIGHTS[one] for one in parts)}"

    def _join(self, how: str, expressions: Sequence[str]) -> str:
        sign = {"and": " AND ", "or": " OR "}[how] if self.is_sqlite else {"and": " & ", "or": " | "}[how]
        return f"({sign.join(expressions)})"


def matching(session: Session, expression: str, *, without: str = "") -> tuple[Any, ColumnElement[int]]:
    """Return the select of the numbers ("id") of the incidents for which the expression holds, and its column.

    Those for which the expression `without` holds as well are left out.
    """
    if session.get_bind().dialect.name == "sqlite":
        asked = f"({expression} NOT {without})" if without else expression
        number, holds = _SQLITE.c.rowid, literal_column(INDEX).op("MATCH")(asked)
        return select(number.label("id")).select_from(_SQLITE).where(holds), number
    number, wanted = _POSTGRESQL.c.incident_id, [_holds(expression)]
    if without:  # A case, as PostgreSQL would take "not" of a common word for something rare, whatever part it is in.
        wanted.append(case((_holds(without), false()), else_=true()))
    return select(number.label("id")).select_from(_POSTGRESQL).where(*wanted), number


def is_of_incident(number: ColumnElement[int], *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition that the incident of a number that `matching` finds meets these."""
    # The plus keeps SQLite from asking its index anew for each incident that meets them, which took 13 seconds among
    # 10,000 incidents: https://www.sqlite.org/optoverview.html ("disqualifying WHERE clause terms using unary +").
    its = literal_column(f"+{INDEX}.rowid") if number is _SQLITE.c.rowid else number
    return select(col(Incident.id)).where(col(Incident.id) == its, *conditions).exists()


def _holds(expression: str) -> ColumnElement[bool]:
    # Written out, as only then does PostgreSQL know how many incidents have the words: it looks up a rare word in the
    # index, and walks from the newest incident on for one that many have (among 100,000 incidents 2 ms instead of 60).
    query = func.to_tsquery(literal_column("'simple'::regconfig"), bindparam(None, expression, literal_execute=True))
    return _POSTGRESQL.c.document.op("@@")(query)


def newest(session: Session, expression: str, *, limit: int, conditions: Sequence[ColumnElement[bool]] = ()) -> Any:
    """Return the select of the numbers of the newest incidents for which the expression holds, the newest first.

    Only those that meet the conditions count towards the limit.
    """
    wanted, number = matching(session, expression)
    if conditions:
        wanted = wanted.where(is_of_incident(number, *conditions))
    return wanted.order_by(number.desc()).limit(limit)
