"""What somebody last looked at in the App Home."""

from datetime import datetime

from sqlmodel import AutoString, Field, SQLModel

from models.columns import one_of
from models.vocabulary import HomeList


class Home(SQLModel, table=True):
    """The list that a person has chosen, and where its page begins."""

    __table_args__ = (one_of("chosen", HomeList),)

    user_id: str = Field(primary_key=True)
    """Slack member id."""
    chosen: HomeList = Field(default="open", sa_type=AutoString)
    """Which incidents are listed."""
    after: str = ""
    """The incident after which the page begins, as `rules/home.py: Place` writes it; "" for the first page."""
    opened_at: datetime
    """When the Home was last opened."""
