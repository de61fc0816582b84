"""The words by which an incident is found are indexed in the transaction that changes its texts."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from bot.texts.slack_text import as_typed
from models import Incident, IncidentText, Remark, Solution
from models.incident_text import word_of_account, word_of_person
from models.search_text import words_of

REMARKS_LIMIT = 500
"""Maximum messages read to index one incident anew, the newest first; earlier ones are no longer found."""


def index_new_incident(session: Session, incident: Incident) -> None:
    """Index an incident that was just stored."""
    session.add(_row(incident, messages=()))


def index_incident(session: Session, incident: Incident) -> None:
    """Index anew everything that both sides of an incident can read."""
    session.flush()
    session.merge(_row(incident, messages=_messages(session, incident)))


def index_message(session: Session, incident: Incident, text: str) -> None:
    """Add a new text to the indexed words of an incident."""
    row = session.get(IncidentText, incident.number)
    if row is None:
        index_incident(session, incident)
    else:
        row.messages = _joined([row.messages, text])


def text_of(remark: Remark) -> str:
    """Return the text of a remark with the names of its files, without the people it mentions."""
    return " ".join([as_typed(remark.text, lambda _user: " "), *(str(one["name"]) for one in remark.files)])


def _row(incident: Incident, *, messages: Iterable[str]) -> IncidentText:
    account_id = incident.account_id
    return IncidentText(
        incident_id=incident.number,
        owner=word_of_person(incident.opened_by) if account_id is None else word_of_account(account_id),
        title=_joined([incident.title]),
        description=_joined([incident.description]),
        messages=_joined(messages),
    )


def _messages(session: Session, incident: Incident) -> list[str]:
    solutions = select(Solution.text).where(Solution.incident_id == incident.id).order_by(col(Solution.id))
    remarks = (
        select(Remark)
        .where(Remark.incident_id == incident.id, ~col(Remark.is_deleted))
        .order_by(col(Remark.id).desc())
        .limit(REMARKS_LIMIT)
    )
    return [*session.exec(solutions), incident.explanation, *(text_of(one) for one in session.exec(remarks))]


def _joined(texts: Iterable[str]) -> str:
    return " ".join(words_of(texts))
