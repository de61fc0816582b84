"""What was written in the threads of incidents, and where are the copies?"""

from sqlmodel import Session, select

from bot.facts.remark import RemarkFacts
from models import OutboxMessage, Remark
from models.vocabulary import Side


def remark_facts(session: Session, *, remark_id: int) -> RemarkFacts:
    """Return the facts of a remark that must exist."""
    remark = session.get_one(Remark, remark_id, populate_existing=True)
    return RemarkFacts(
        author=remark.author,
        text=remark.text,
        files=remark.files,
        written_at=remark.written_at,
        is_edited=remark.version > 1 and not remark.is_deleted,
        is_deleted=remark.is_deleted,
    )


def remark_at(session: Session, *, channel: str, ts: str) -> Remark | None:
    """Return the stored remark for this Slack message; None if there is none."""
    return session.exec(select(Remark).where(Remark.channel == channel, Remark.ts == ts)).one_or_none()


def remark_of(session: Session, *, incident_id: int, ts: str) -> Remark | None:
    """Return the stored remark with this ts in the customer's thread of the incident; None if there is none."""
    wanted = (Remark.incident_id == incident_id, Remark.ts == ts, Remark.side == Side.CUSTOMER)
    return session.exec(select(Remark).where(*wanted)).first()


def copy_of(session: Session, *, remark_id: int, kind: str) -> OutboxMessage | None:
    """Return the message of this kind that copies the remark to the other side; None while it is not posted."""
    incident_id = session.get_one(Remark, remark_id).incident_id
    return session.exec(
        select(OutboxMessage).where(
            OutboxMessage.incident_id == incident_id,
            OutboxMessage.kind == kind,
            OutboxMessage.dedup_key == dedup_key_of(remark_id),
            OutboxMessage.state == "done",
        )
    ).first()


def dedup_key_of(remark_id: int) -> str:
    """Return the dedup key of a remark's copy."""
    return f"remark-{remark_id}"
