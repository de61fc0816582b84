"""Puts the engine together from its parts."""

from threading import Event

from slack_sdk import WebClient

from bot.clock import Clock
from bot.database import Database
from bot.delivery.calls import SlackCalls
from bot.delivery.posted_messages import PostedMessages
from bot.delivery.renderer import Renderer
from bot.delivery.sender import Sender
from bot.delivery.slack_history import SlackHistory
from bot.delivery.timing import Timing
from bot.delivery.traffic import Traffic
from bot.delivery.traits import Application
from bot.delivery.workers import Delivery


def new_delivery(
    application: Application,
    *,
    client: WebClient,
    history: SlackHistory,
    renderer: Renderer,
    database: Database,
    clock: Clock,
    stopping: Event,
    workers: int,
) -> Delivery:
    """Return a delivery that is not started; the client must time out after `Timing.call_timeout_s`."""
    timing, traffic = Timing(), Traffic(application.kinds)
    sender = Sender(
        application,
        calls=SlackCalls(client, database),
        posted_messages=PostedMessages(history, clock),
        renderer=renderer,
        traffic=traffic,
        database=database,
        clock=clock,
        timing=timing,
    )
    return Delivery(
        sender,
        traffic=traffic,
        database=database,
        clock=clock,
        stopping=stopping,
        timing=timing,
        workers=workers,
    )
