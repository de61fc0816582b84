"""What goes into the log of a running Guichet, and what of the libraries does not."""

import logging

from bot.settings import Settings


def start_logging(settings: Settings) -> None:
    """Write the log to standard error; the chatter of the libraries only where something is wrong."""
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for name in ("slack_bolt", "slack_sdk", "alembic"):
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(settings.log_level)))
    logging.getLogger("slack_sdk.web").setLevel(
        max(logging.INFO, logging.getLevelName(settings.log_level))
    )  # Whole messages.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # It warns whenever a sweep lasts longer than a second.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # It warns whenever a request waits for another one.
