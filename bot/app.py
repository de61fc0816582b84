"""Puts the program together: database, Slack, jobs. The only file that knows all of them."""

import logging
import os
import socket
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import partial
from threading import Event, Thread, Timer

from apscheduler.jobstores.base import JobLookupError
from slack_sdk import WebClient

from bot import timetable
from bot.bolt_app import new_bolt_app, open_transport
from bot.clock import Clock
from bot.connection import SocketConnection, check_bot_token
from bot.database import open_database
from bot.delivery.assembly import new_delivery
from bot.delivery.renderer import Renderer
from bot.delivery.slack_history import SlackHistory
from bot.delivery.timing import Timing
from bot.delivery.traits import Application
from bot.directory.people import People
from bot.guard import Guard
from bot.jobs.ask_managers import AskManagers
from bot.jobs.auditor import Auditor
from bot.jobs.count_connections import ConnectionCount
from bot.jobs.move_triage import TriageMove
from bot.jobs.prune_idempotency_keys import Pruning
from bot.jobs.read_rosters import RosterReading
from bot.jobs.record_heartbeat import HeartbeatJob
from bot.jobs.redraw_homes import HomeDrawing
from bot.jobs.reread_queue import RereadQueue
from bot.jobs.reread_threads import Rereading
from bot.jobs.send_digests import DigestJob
from bot.jobs.settle_questions import QuestionWatch
from bot.jobs.watch_channels import ChannelWatch
from bot.jobs.watch_duty import DutyWatch
from bot.jobs.watch_managers import ManagerWatch
from bot.jobs.watch_packs import PackWatch
from bot.jobs.watchdog import STOOD_STILL, DeliveryDied, Watchdog
from bot.kept_connections import KeepingClient
from bot.kinds import KINDS
from bot.listeners.card_mention import command_to_us
from bot.listeners.middleware import introduce
from bot.lost_database import DATABASE_LOST, LostDatabase
from bot.memory import collect_from_here, share_heaps
from bot.migrate import make_ready
from bot.operations.channels import present_triage
from bot.operations.context import Context
from bot.policy import Policy
from bot.policy_desks import desks_in
from bot.queries.accounts import calendars_named
from bot.rules.person import GUICHET
from bot.scheduler import Scheduler
from bot.second_voice import SecondVoice, environment
from bot.settings import Settings, workspace_of
from bot.stop_request import StopRequest
from bot.tls import tls_for
from bot.web import WebServer

CALL_TIMEOUT_S = int(Timing().call_timeout_s)
"""Maximum seconds of a call to Slack that nobody waits for."""
ANSWER_TIMEOUT_S = 2
"""Maximum seconds of a call to Slack on the way to an answer: Slack waits three seconds for us."""
LOOK_UP_TIMEOUT_S = 1
"""Maximum seconds of a look-up before an answer: there may be two, and the answer itself needs its time."""
LEARN_WITHIN_S = 2.0
"""Maximum seconds that a start waits to learn the workspace and the technicians before Slack can reach us."""
STOP_WITHIN_S = 9.5
"""Maximum seconds of an orderly shutdown, whatever hangs: containers are killed ten seconds after SIGTERM."""
TRANSPORT_CLOSES_WITHIN_S = 2.0
"""Maximum seconds to wait for the transport once the delivery has stopped; both begin to stop at the same time."""

log = logging.getLogger(__name__)


class Guichet:
    """The whole program, ready to start."""

    def __init__(
        self, settings: Settings, policy: Policy, *, clock: Clock | None = None, client: type[WebClient] = KeepingClient
    ) -> None:
        self.settings, self._client_type, self._policy = settings, client, policy
        desks = desks_in(policy.desk, locale=settings.locale)
        self.workspace = workspace_of(settings, escalations=[one.value() for one in policy.escalate], desks=desks)
        self.second_voice = SecondVoice(policy.escalate, environment())
        self.database = open_database(settings.database_url)
        self.people = People(self._client(LOOK_UP_TIMEOUT_S), self.workspace, policy.people)
        clock = clock or Clock()
        self.now, self._ending = clock.now, Event()  # Set once the program stops.
        self.history = SlackHistory(self._client(CALL_TIMEOUT_S))
        self.rereading = Rereading(
            history=self.history,
            database=self.database,
            people=self.people,
            policy=policy,
            workspace=self.workspace,
            clock=clock,
            is_command=lambda message: command_to_us(message, self.people.own_id) is not None,
        )
        every = policy.threads.reread_every
        self.reread_queue = RereadQueue(self.rereading, database=self.database, clock=clock, every=every)
        self.move_triage = TriageMove(self.database, clock, context_at=self._context_at)
        self.application = Application(
            kinds=KINDS,
            context_at=self._context_at,
            is_unreachable=self.people.is_outsider,
            is_reader_gone=self.people.is_lost_manager,
            is_address_gone=self.second_voice.is_gone,
            look_for_answer=self.rereading.incident,
            send_outside=self.second_voice.send,
        )
        self.delivery = new_delivery(
            self.application,
            client=self._client(CALL_TIMEOUT_S),
            history=self.history,
            renderer=Renderer(people=self.people, workspace=self.workspace, clock=clock),
            database=self.database,
            clock=clock,
            stopping=self._ending,
            workers=settings.delivery_workers,
        )
        web = self._client(CALL_TIMEOUT_S)
        self.homes = HomeDrawing(web, self.database, self.people, policy=policy, workspace=self.workspace, clock=clock)
        in_time = self.rereading.through(SlackHistory(self._client(LOOK_UP_TIMEOUT_S)))
        self.bolt = new_bolt_app(
            settings,
            client=self._client(ANSWER_TIMEOUT_S),
            introduce=introduce(
                people=self.people,
                database=self.database,
                policy=policy,
                workspace=self.workspace,
                clock=clock,
                read_thread=partial(self.reread_queue.read_in_time, in_time),
                note_own_post=self.history.note_own_post,
                redraw_home=self.homes.want,
            ),
            workspace=self.workspace,
        )
        self.scheduler = Scheduler()
        timetable.plan(self.scheduler, self._jobs(clock, policy))
        self.watchdog = Watchdog(
            last_sweep=lambda: self.delivery.last_sweep,
            wake=self.wake_delivery,
            pull_forward=self._pull_jobs_forward,
            give_up=self._give_up,
        )
        self._stopped, self._is_given_up = StopRequest(), False
        answering = self._client(ANSWER_TIMEOUT_S)
        self._lost_database = LostDatabase(
            self.database, client=answering, people=self.people, workspace=self.workspace, end=self._end
        )
        self.transport: WebServer | SocketConnection | None = None

    def _jobs(self, clock: Clock, policy: Policy) -> dict[str, Callable[[], object]]:
        """Return the function of each job, by the job's name in the timetable."""
        database, here, reread, people = self.database, self.workspace, self.rereading.incident, self.people
        auditor = Auditor(
            database,
            workspace=here,
            clock=clock,
            is_connected=self.is_connected,
            heartbeat_url=self.settings.heartbeat_url,
            stopping=self._ending,
        )
        heartbeat = HeartbeatJob(
            database,
            clock,
            last_sweep=lambda: self.delivery.last_sweep,
            is_connected=auditor.is_heard,
            replica=None if self.settings.port else f"{socket.gethostname()}:{os.getpid()}",
        )
        rosters = RosterReading(
            database, clock, policy, settings=self.settings, people=people, workspace=here, stopping=self._ending
        )
        channels = ChannelWatch(database, clock, self._client(CALL_TIMEOUT_S), people=self.people, at=self._context_at)
        return {
            timetable.DELIVER_OUTBOX: self.delivery.sweep,
            timetable.REDRAW_HOMES: self.homes.run,
            timetable.RECORD_HEARTBEAT: heartbeat.run,
            timetable.AUDIT: auditor.run,
            timetable.COUNT_CONNECTIONS: ConnectionCount(database, clock, transport=lambda: self.transport).run,
            timetable.WATCH_CHANNELS: channels.run,
            timetable.WATCH_PACKS: PackWatch(database, clock, policy=policy, workspace=here).run,
            timetable.WATCH_DUTY: DutyWatch(database, clock, policy=policy, workspace=here, reread=reread).run,
            timetable.REREAD_THREADS: self.reread_queue.run,
            timetable.SETTLE_QUESTIONS: QuestionWatch(database, clock, workspace=here).run,
            timetable.ASK_MANAGERS: AskManagers(database, clock, policy=policy, workspace=here).run,
            timetable.WATCH_MANAGERS: ManagerWatch(database, clock, workspace=here, person=self.people.person).run,
            timetable.SEND_DIGESTS: DigestJob(database, clock, policy=policy, workspace=here).run,
            timetable.READ_ROSTERS: rosters.run,
            timetable.PRUNE_IDEMPOTENCY_KEYS: Pruning(database, clock).run,
            timetable.FORGET_FAILURES: Guard(database, clock).forget_old,
        }

    def is_connected(self) -> bool:
        """Return True if Slack can reach us; over HTTP, as far as that can be known here."""
        return self.transport is not None and self.transport.is_alive

    def prepare(self) -> None:
        """Claim the database, and make sure that its tables are those of this version.

        Raises `WrongPolicy` if an account names a calendar that the policy no longer has: no deadline may be
        counted in a different one.
        """
        for problem in self._policy.left_out:
            log.warning("%s. Everything else is used.", problem)
        self.database.claim()
        make_ready(self.database)
        with self.database.reading() as session:
            for channel in self.workspace.triage_channels:
                self.workspace.rename_channel(channel, present_triage(session, setting=channel))
            for name in calendars_named(session):
                self._policy.calendar_of(name)

    def start(self) -> None:
        """Begin to deliver, and let Slack reach us; raise `CannotConnect` if Slack refuses us."""
        check_bot_token(self._client(CALL_TIMEOUT_S))
        self.database.on_news = self.delivery.wake
        self.scheduler.start()
        at_start = {timetable.REREAD_MISSED: self.reread_queue.start, timetable.MOVE_TRIAGE: self.move_triage.run}
        timetable.plan_at_start(self.scheduler, at_start)
        self.watchdog.start()
        self.people.prepare(within_s=LEARN_WITHIN_S)  # Delivery is running already: a slow Slack must not hold it up.
        self.transport = self._open_transport()
        self.transport.start()
        timetable.run_what_is_due(self.scheduler)  # People who file meanwhile need not wait for it.
        collect_from_here()  # Collecting garbage among what the start has built made people wait 150 ms each time.

    def _context_at(self, now: datetime) -> Context:
        return Context(GUICHET, self._policy, self.workspace, now, is_outsider=self.people.is_known_outsider)

    def _open_transport(self) -> WebServer | SocketConnection:
        return open_transport(self.bolt, self.settings, client=self._client(CALL_TIMEOUT_S, token=None))

    def stop(self) -> None:
        """Accept nothing new, finish what is being sent, and close everything; whatever hangs is left behind."""
        self._ending.set()
        closing = Thread(target=lambda: self.transport and self.transport.stop(), name="closing", daemon=True)
        closing.start()
        self.delivery.stop()
        closing.join(TRANSPORT_CLOSES_WITHIN_S)
        if self.scheduler.running:
            self.watchdog.stop()
            self.scheduler.stop()
        self.database.close()

    def wake_delivery(self) -> None:
        """Deliver at once instead of within a second."""
        with suppress(JobLookupError):  # The job is gone once the program is stopping.
            timetable.run_now(self.scheduler, timetable.DELIVER_OUTBOX)

    def _pull_jobs_forward(self) -> None:
        with suppress(JobLookupError):  # The jobs are gone once the program is stopping.
            timetable.pull_forward(self.scheduler)

    def run_until(self, stopped: StopRequest) -> None:
        """Start, wait until a stop is requested, and stop; raise `DeliveryDied` or `DatabaseLost` if that ended it."""
        self._stopped = stopped
        share_heaps()
        try:
            self.prepare()
            self.start()
            log.info("Guichet is running. Type /incident in Slack; Ctrl-C here stops it.")
            stopped.wait()
        finally:
            self._stop_in_time()
        self._lost_database.raise_if_lost()
        if self._is_given_up:
            raise DeliveryDied(STOOD_STILL)

    def _give_up(self) -> None:
        """End the program, since nothing is being delivered."""
        self._is_given_up = True
        self._end()

    def _end(self) -> None:
        self._stopped.set()

    def _stop_in_time(self) -> None:
        """Stop; if something hangs, kill the process after `STOP_WITHIN_S`."""
        status = DATABASE_LOST if self._lost_database.is_lost else int(self._is_given_up)
        last_resort = Timer(STOP_WITHIN_S, os._exit, (status,))
        last_resort.name = "last resort"
        last_resort.start()
        try:
            self.stop()
        finally:
            last_resort.cancel()

    def _client(self, timeout: int, *, token: str | None = "") -> WebClient:
        # No retry handlers: the SDK's default one posts a message again when only Slack's answer was lost.
        url, own = self.settings.slack_api_url, self.settings.slack_bot_token.get_secret_value()
        return self._client_type(own if token == "" else token, url, timeout, ssl=tls_for(url), retry_handlers=[])
