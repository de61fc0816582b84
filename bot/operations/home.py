"""Which list and which page of it somebody looks at in the App Home."""

from datetime import datetime

from sqlmodel import Session

from models import Home
from models.vocabulary import HomeList


def open_home(session: Session, *, user_id: str, now: datetime) -> None:
    """Record that the Home was opened: the chosen list stays, at its first page."""
    home = _home(session, user_id, now)
    home.opened_at, home.after = now, ""


def choose_list(session: Session, *, user_id: str, chosen: HomeList, now: datetime) -> None:
    """Record which list the Home shows from now on."""
    home = _home(session, user_id, now)
    home.chosen, home.after, home.opened_at = chosen, "", now


def turn_page(session: Session, *, user_id: str, after: str, now: datetime) -> None:
    """Record that the page begins after this place; "" means the first page."""
    home = _home(session, user_id, now)
    home.after, home.opened_at = after, now


def _home(session: Session, user_id: str, now: datetime) -> Home:
    home = session.get(Home, user_id, with_for_update=True) or Home(user_id=user_id, opened_at=now)
    session.add(home)
    return home
