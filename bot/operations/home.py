"""What somebody looks at in the App Home is kept: the list they chose, and the page."""

from datetime import datetime

from sqlmodel import Session

from models import Home
from models.vocabulary import HomeList


def open_home(session: Session, *, user_id: str, now: datetime) -> None:
    """Keep that the Home was opened: its list stays, its first page is shown."""
    home = _home(session, user_id, now)
    home.opened_at, home.after = now, ""


def choose_list(session: Session, *, user_id: str, chosen: HomeList, now: datetime) -> None:
    """List these incidents from now on."""
    home = _home(session, user_id, now)
    home.chosen, home.after, home.opened_at = chosen, "", now


def turn_page(session: Session, *, user_id: str, after: str, now: datetime) -> None:
    """Begin the page behind this place; "" for the first page."""
    home = _home(session, user_id, now)
    home.after, home.opened_at = after, now


def _home(session: Session, user_id: str, now: datetime) -> Home:
    home = session.get(Home, user_id, with_for_update=True) or Home(user_id=user_id, opened_at=now)
    session.add(home)
    return home
