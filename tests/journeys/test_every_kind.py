"""Every kind of message has a story that posts it, in both languages: what happens, and what is read where after it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from freezegun import freeze_time
from sqlmodel import select

from bot import timetable
from bot.delivery.traits import Route
from bot.kinds import KINDS
from bot.operations.accounts.account import edit_account
from bot.operations.accounts.certificate import register_certificate
from bot.operations.incidents.filing import file_incident
from bot.operations.incidents.joining import join_incident
from bot.operations.incidents.severity import change_severity
from bot.operations.packs.claim import approve_claim, claim_pack, refuse_claim
from bot.policy import Policy, read_policy
from bot.policy_desks import DeskTable
from bot.policy_tables import Escalate
from bot.rules.accounts import AccountDetails
from bot.rules.attachments import AttachedFile
from bot.rules.certificates import CertificateDetails
from bot.rules.contribution import Contribution
from bot.rules.filing import Filing, Payment
from bot.rules.person import Person
from bot.rules.statuses import Act
from models import Membership, OutboxMessage, vocabulary
from models.vocabulary import BothSides, Kind
from tests.acts import TRIES, Step
from tests.contexts import POLICY, context_of
from tests.fake_slack import FakeSlack
from tests.fake_slack.connect import Connect
from tests.journeys.harness import CUSTOMERS, TRIAGE, Harness, program, workspace
from tests.listener import listener
from tests.paying import MAX, add_account, add_pack
from tests.unlinked import unlinked

ALICE = Person("U0ALICE", "Alice", "en", "Europe/Paris")
THEO = Person("U0THEO", "Theo", "en", "Europe/Paris", is_technician=True)
NUMBER = "ORD12345678"
EXPIRES = date(2027, 11, 23)
NETWORK = "C0NETWORK"
TELLING = POLICY.model_copy(update={"intake": POLICY.intake.model_copy(update={"similar": "tell"})})
"""Technicians are told of similar incidents."""
BUTTONS_OF_CARD = ("[Acknowledge]", "[Prendre en charge]")


class Stage:
    """Alice's account with a pack that Bob buys for, the program, and time that passes when a story says so."""

    def __init__(self, harness: Harness) -> None:
        self.harness, self.database = harness, harness.guichet.database
        self.account = add_account(self.database, "ACME", buyers=["U0BOB"])
        self.pack = add_pack(self.database, context_of(MAX, self.now).policy, account_id=self.account, number=NUMBER)
        with self.database.transaction() as session:
            session.add(Membership(account_id=self.account, kind="channel", value=CUSTOMERS))

    @property
    def now(self) -> datetime:
        """Return the instant at which time stands still."""
        return self.harness.guichet.now()

    def file(self, *, policy: Policy = POLICY, **more: Any) -> None:
        """Let Alice file an incident of severity B with 24x7 cover, on the pack; it is Monday, 9:00."""
        filing = Filing(
            request="incident", title="No mail", product_id=None, severity="B", cover="24x7", contacts="Bob, nights",
            description="None since nine.", payment=Payment(account_id=self.account, pack_id=self.pack), **more,
        )  # fmt: skip
        self.do(
            file_incident,
            ALICE,
            filing=filing,
            form_id=f"V{self.now.timestamp()}",
            opened_in=CUSTOMERS,
            of_account=True,
            policy=policy,
        )

    def act(self, act: Act, who: Person, number: int = 1, *, other: int = 0) -> None:
        """Let somebody act on an incident, and deliver the messages that follow."""
        accounts = [self.account] if who == ALICE else []
        with self.database.transaction() as session:
            TRIES[act](Step(session, number, who, accounts, other, self.now))
        self.later()

    def do(
        self,
        operation: Callable[..., object],
        who: Person,
        *,
        of_account: bool = False,
        policy: Policy = POLICY,
        **given: Any,
    ) -> None:
        """Let somebody do something else, and deliver the messages that follow."""
        accounts = [self.account] if of_account else []
        context = context_of(who, self.now, policy=policy, workspace=self.harness.guichet.workspace, accounts=accounts)
        with self.database.transaction() as session:
            operation(session, **given, context=context)
        self.later()

    def later(self, **length: float) -> None:
        """Let time pass, a second if nothing else is said, and deliver what is due then."""
        self.harness.clock.tick(timedelta(**(length or {"seconds": 1})))
        self.harness.deliver()

    def run(self, job: str) -> None:
        """Run a job as the timetable does, and deliver."""
        self.harness.guichet.scheduler.get_job(job).func()
        self.later()

    def card(self, channel: str) -> str:
        """Return the ts of the first card in a channel."""
        return str(self.harness.cards(channel)[0]["ts"])


# What happens


def filed(it: Stage) -> None:
    it.file()


def acknowledged(it: Stage) -> None:
    """Half of the four hours has passed."""
    it.file()
    it.later(hours=2)
    it.act("acknowledge", THEO)


def given_back(it: Stage) -> None:
    it.file()
    it.act("acknowledge", THEO)
    it.act("give_back", THEO)


def moved(it: Stage) -> None:
    it.file()
    it.act("move_to_desk", THEO)


def talked_in_triage(it: Stage) -> None:
    it.file()
    it.harness.theo.reply("Not my product. Who knows calendars?", channel=TRIAGE, thread_ts=it.card(TRIAGE))
    it.later()


def assigned(it: Stage) -> None:
    it.file()
    it.act("acknowledge", THEO)
    it.act("assign", THEO)
    it.act("snooze_update", THEO)


def without_update(it: Stage) -> None:
    """Two working days have passed, and two more."""
    it.file()
    it.act("acknowledge", THEO)
    for _ in range(2):
        it.later(days=2)


def stood_still(it: Stage) -> None:
    """Nothing has happened for a whole week, and another one begins."""
    it.file()
    it.do(change_severity, THEO, incident_id=1, severity="C", reason="It can wait")
    it.act("acknowledge", THEO)
    it.later(days=14)
    it.run(timetable.SEND_DIGESTS)


def overdue(it: Stage) -> None:
    """Four hours and one step of half an hour have passed."""
    it.file()
    it.later(hours=4)
    it.later(minutes=30)


def unheard(it: Stage) -> None:
    """Slack takes no message of the technicians' channel, and the deadline has passed."""
    it.file()
    it.harness.slack.fail("chat.postMessage", times=9, error="not_in_channel", channel=TRIAGE)
    it.later(hours=4, minutes=3)


def severity_changed(it: Stage) -> None:
    it.file()
    it.act("change_severity", ALICE)


def filed_with_file(it: Stage) -> None:
    it.file(attachments=(AttachedFile(id="F1", name="screen.png", link="https://files.example/screen.png"),))


def edited(it: Stage) -> None:
    it.file()
    it.act("edit", ALICE)


def scope_agreed(it: Stage) -> None:
    it.file()
    it.act("propose_scope", THEO)
    it.act("agree_scope", ALICE)


def split_declined(it: Stage) -> None:
    it.file()
    it.act("propose_split", THEO)
    it.act("decline_split", ALICE)


def joined(it: Stage) -> None:
    it.file()
    said = Contribution("No mail", "None at all.")
    it.do(join_incident, ALICE, incident_id=1, form_id="V1", of_account=True, contribution=said)


def filed_again(it: Stage) -> None:
    it.file()
    it.file(policy=TELLING)


def marked_as_duplicate(it: Stage) -> None:
    it.file()
    it.file()
    it.act("mark_duplicate", THEO, 2, other=1)


def reached(it: Stage) -> None:
    it.file()
    it.act("mark_unreachable", THEO)
    it.act("mark_reachable", ALICE)


def not_reached(it: Stage) -> None:
    """Nobody has answered within half an hour."""
    it.file()
    it.act("mark_unreachable", THEO)
    it.later(minutes=31)
    it.run(timetable.WATCH_DUTY)


def reopened(it: Stage) -> None:
    """Alice answers the survey only after the reminder, three days later."""
    it.file()
    it.act("propose_solution", THEO)
    it.act("solve", THEO)
    it.later(days=3)
    it.act("answer_survey", ALICE)
    it.act("reopen", ALICE)


def written_after_closing(it: Stage) -> None:
    it.file()
    it.act("propose_solution", THEO)
    it.act("solve", THEO)
    it.harness.alice.reply("It is down again", channel=CUSTOMERS, thread_ts=it.card(CUSTOMERS))
    it.later()


def waited(it: Stage) -> None:
    """Alice does not answer for three times two working days."""
    it.file()
    it.act("acknowledge", THEO)
    it.act("wait_for_customer", THEO)
    for _ in range(3):
        it.later(days=4)


def waived(it: Stage) -> None:
    it.file()
    it.act("give_up", THEO)
    it.act("give_verdict", MAX)


def talked_about(it: Stage) -> None:
    """Alice changes what she wrote."""
    it.file()
    written = it.harness.alice.reply("It is back", channel=CUSTOMERS, thread_ts=it.card(CUSTOMERS))
    it.later()
    it.harness.alice.edit("It is gone again", channel=CUSTOMERS, ts=written.ts)
    it.act("reply_to_customer", THEO)


def nearly_used_up(it: Stage) -> None:
    for _ in range(4):
        it.file()


def nearly_expired(it: Stage) -> None:
    it.harness.clock.move_to(f"{EXPIRES - timedelta(days=7)} 09:00:00")
    it.run(timetable.WATCH_PACKS)


def certificate_nearly_expired(it: Stage) -> None:
    details = CertificateDetails(
        account_id=it.account, number="FR-EX-12345", country="FR",
        valid_from=date(2026, 1, 1), valid_to=date(2026, 12, 20), file_reference="drawer 3",
    )  # fmt: skip
    it.do(register_certificate, MAX, details=details)
    it.later(days=15)
    it.run(timetable.WATCH_PACKS)


def claim_approved(it: Stage) -> None:
    it.do(claim_pack, ALICE, confirmation=NUMBER)
    it.do(approve_claim, MAX, claim_id=1)


def claim_refused(it: Stage) -> None:
    it.do(claim_pack, ALICE, confirmation=NUMBER)
    it.do(refuse_claim, MAX, claim_id=1, reason="Not yours")


def unreachable(it: Stage) -> None:
    """Alice is of another organisation, and her channel is tied to no account."""
    it.harness.slack.connect, it.harness.slack.users["U0ALICE"].team_id = Connect(), "T0ACME"
    with it.database.transaction() as session:
        session.delete(session.exec(select(Membership).where(Membership.kind == "channel")).one())
    it.file()
    it.act("propose_solution", THEO)
    it.act("solve", THEO)
    it.do(claim_pack, ALICE, confirmation=NUMBER, place=(CUSTOMERS, ""))
    it.do(refuse_claim, MAX, claim_id=1, reason="Not yours")


def refused_by_slack(it: Stage) -> None:
    it.harness.slack.fail("chat.postMessage", times=9, error="not_in_channel", channel=TRIAGE)
    it.file()
    it.run(timetable.AUDIT)


def offered(it: Stage) -> None:
    """Alice has one message filed without a form, and deletes another."""
    said = it.harness.alice.mention("B No mail since nine", channel=CUSTOMERS)
    it.later()
    it.harness.alice.reply("oui", channel=CUSTOMERS, thread_ts=said.ts)
    it.later()
    said = it.harness.alice.mention("No calendar", channel=CUSTOMERS)
    it.later()
    it.harness.alice.delete(channel=CUSTOMERS, ts=said.ts)
    it.later()


def counter_moved(it: Stage) -> None:
    """Theo, who is in the channel, posts the counter twice."""
    it.harness.slack.add_member(CUSTOMERS, "U0THEO")
    for word in ("counter", "comptoir"):
        it.harness.theo.command("/incident", word, channel=CUSTOMERS)
        it.later()


def counter_renamed(it: Stage) -> None:
    """The account of the channel gets another name."""
    it.harness.slack.add_member(CUSTOMERS, "U0THEO")
    it.harness.theo.command("/incident", "counter", channel=CUSTOMERS)
    it.later()
    it.do(edit_account, MAX, details=AccountDetails(it.account, "ACME", "Acme & Sons", None, None))


def asked(it: Stage) -> None:
    """Slack shows Alice no ephemeral messages."""
    it.harness.slack.fail("chat.postEphemeral", error="user_not_in_channel")
    it.harness.alice.mention("list", channel=CUSTOMERS)
    it.later()


# Where it is read

CUSTOMER_TALK, REMOVED = "customer talk", "removed"
"""A thread below a message that somebody wrote, and a message that was deleted."""
CUSTOMER_CHANNEL, CUSTOMER_THREAD = "customer channel", "customer thread"
TRIAGE_CHANNEL, TRIAGE_THREAD = "triage channel", "triage thread"
SCHEDULED, OUTSIDE = "scheduled in Slack", "outside Slack"
BUTTON = ("Acknowledge", "Prendre en charge")


@dataclass(frozen=True)
class Story:
    """What happens, and what is read afterwards."""

    happens: Callable[[Stage], None]
    where: str
    """A channel, the thread of a card there, the member id of the one reader, or what Slack holds for later."""
    english: str
    french: str
    lacks: tuple[str, ...] = ()
    """Words that must no longer be read, in either language."""


def both(
    kinds: BothSides, happens: Callable[[Stage], None], english: str, french: str, *, triage: tuple[str, str] = ("", "")
) -> dict[Kind, Story]:
    """Return the stories of a pair of kinds, one for each thread; `triage` gives the texts that differ in triage."""
    return {
        kinds.customer: Story(happens, CUSTOMER_THREAD, english, french),
        kinds.triage: Story(happens, TRIAGE_THREAD, triage[0] or english, triage[1] or french),
    }


STORIES: dict[Kind, Story] = {
    Kind.CUSTOMER_CARD: Story(filed, CUSTOMER_CHANNEL, "Waiting for a technician", "En attente d’un technicien"),
    Kind.TRIAGE_CARD: Story(filed, TRIAGE_CHANNEL, "Waiting for a technician", "En attente d’un technicien"),
    Kind.SCHEDULE_FALLBACK: Story(filed, SCHEDULED, "because Guichet did not", "car Guichet ne l’a pas fait"),
    Kind.DELETE_FALLBACK: Story(acknowledged, SCHEDULED, "", "", lacks=("⏰",)),
    Kind.REFRESH_CUSTOMER_CARD: Story(acknowledged, CUSTOMER_CHANNEL, "@theo has it", "@theo s’en occupe", ("⏳",)),
    Kind.REFRESH_TRIAGE_CARD: Story(acknowledged, TRIAGE_CHANNEL, "@theo has it", "@theo s’en occupe", ("⏳",)),
    **both(
        vocabulary.ACKNOWLEDGED,
        acknowledged,
        "@theo has acknowledged your incident",
        "@theo a pris en charge votre incident",
        triage=("@theo has acknowledged INC-1", "@theo a pris en charge INC-1"),
    ),
    Kind.WARNING: Story(acknowledged, TRIAGE_THREAD, "50% of the promised time", "50\u202f% du délai promis"),
    Kind.BUTTONS_GONE: Story(
        acknowledged, TRIAGE_THREAD, "50% of the promised time", "50\u202f% du délai promis", BUTTON
    ),
    Kind.TALK_NOTICE: Story(
        talked_in_triage, "U0THEO", "does not acknowledge it: nobody has", "ne vaut pas prise en charge\u00a0: personne"
    ),
    Kind.BREACH: Story(overdue, TRIAGE_THREAD, "Acme) has passed its deadline", "Acme) a dépassé son échéance"),
    Kind.BREACH_NOTICE: Story(overdue, "U0MAX", "nobody has acknowledged it", "personne ne l’a pris en charge"),
    Kind.ESCALATION_NOTICE: Story(overdue, "U0MAX", "has still not been acknowledged", "en retard de 30\u00a0min"),
    Kind.SECOND_VOICE: Story(overdue, OUTSIDE, "Acme: nobody has answered", "Acme : personne n’a répondu"),
    Kind.SECOND_VOICE_IF_UNPOSTED: Story(unheard, OUTSIDE, "Slack has not shown this", "Slack ne l’a pas annoncé"),
    Kind.ESCALATION: Story(overdue, TRIAGE_THREAD, "reminder 1 of 3", "rappel\u00a01 sur 3"),
    **both(
        vocabulary.ASSIGNED,
        assigned,
        "@tess is now looking after INC-1",
        "@tess s’occupe désormais d’INC-1",
        triage=("@tess, @theo has assigned INC-1 “No mail” to you", "@tess, @theo vous a attribué INC-1"),
    ),
    **both(
        vocabulary.GIVEN_BACK,
        given_back,
        "@theo no longer has INC-1 “No mail”",
        "@theo ne s’occupe plus d’INC-1",
        triage=("@theo has given back INC-1 “No mail”", "@theo a rendu INC-1"),
    ),
    Kind.MOVED_TO_TRIAGE: Story(
        moved,
        "network thread",
        "@theo has moved INC-1 “No mail” here from the first desk",
        "@theo vous a confié INC-1 «\u00a0No mail\u00a0», dont s’occupait l’équipe principale",
    ),
    Kind.MOVED_CARD: Story(
        moved,
        TRIAGE_CHANNEL,
        "is now with the desk “network”",
        "est maintenant entre les mains de l’équipe «\u00a0network\u00a0»",
        BUTTONS_OF_CARD,
    ),
    Kind.UPDATE_WANTED: Story(
        without_update,
        TRIAGE_THREAD,
        "the customer of INC-1 “No mail” has not heard from us",
        "le client d’INC-1 «\u00a0No mail\u00a0» est sans nouvelles",
    ),
    Kind.UPDATE_NOTICE: Story(
        without_update, "U0MAX", "has not heard from us since", "est sans nouvelles de notre part"
    ),
    Kind.WEEKLY_DIGEST: Story(stood_still, "U0THEO", "has stood still for a week", "n’a pas avancé depuis une semaine"),
    Kind.UPDATE_SNOOZED: Story(assigned, TRIAGE_THREAD, "@theo has snoozed", "@theo a repoussé"),
    **both(
        vocabulary.SEVERITY_CHANGED, severity_changed, "@alice has changed the severity", "@alice a changé la gravité"
    ),
    Kind.FILED_DETAILS: Story(
        filed_with_file, TRIAGE_THREAD, "Filed with INC-1: 1 file", "Joint à INC-1\u00a0: 1\u00a0fichier"
    ),
    **both(
        vocabulary.JOINED,
        joined,
        "has the same problem as INC-1",
        "a le même problème qu’INC-1",
    ),
    Kind.SIMILAR: Story(filed_again, TRIAGE_THREAD, "Similar to INC-2: INC-1", "Semblable à INC-2\u00a0: INC-1"),
    **both(vocabulary.EDITED, edited, "@alice has edited INC-1", "@alice a modifié INC-1"),
    **both(
        vocabulary.WAITING,
        waited,
        "@alice, @theo is waiting for your answer",
        "@alice, @theo attend votre réponse",
        triage=("@theo is waiting for the customer of INC-1", "@theo attend le client d’INC-1"),
    ),
    Kind.WAITING_REMINDER: Story(waited, CUSTOMER_THREAD, "This is the last reminder.", "C’est le dernier rappel."),
    Kind.WAITING_OVER: Story(waited, TRIAGE_THREAD, "You can close it", "Vous pouvez le clore"),
    **both(vocabulary.SCOPE, scope_agreed, "@theo has proposed a scope", "@theo a proposé un périmètre"),
    **both(
        vocabulary.SCOPE_AGREED,
        scope_agreed,
        "@alice has agreed to version 1",
        "@alice a accepté la version\u00a01",
    ),
    **both(vocabulary.SPLIT, split_declined, "@theo has proposed to split INC-1", "@theo a proposé de diviser INC-1"),
    **both(vocabulary.SPLIT_DECLINED, split_declined, "@alice has declined the split", "@alice a refusé la division"),
    **both(vocabulary.DUPLICATE, marked_as_duplicate, "INC-2 is closed", "INC-2 est clos"),
    **both(
        vocabulary.UNREACHABLE,
        reached,
        "@alice, @theo tried to reach the contacts",
        "@alice, @theo a essayé de joindre les contacts",
        triage=("@theo could not reach any", "@theo n’a pu joindre aucun"),
    ),
    **both(vocabulary.REACHABLE, reached, "@alice can be reached about INC-1", "@alice est joignable pour INC-1"),
    **both(vocabulary.COVER_FELL_BACK, not_reached, "Nobody could be reached", "Personne n’était joignable"),
    **both(vocabulary.SOLUTION, reopened, "@theo has proposed a solution", "@theo a proposé une solution"),
    **both(vocabulary.CLOSED, reopened, "@theo has closed INC-1 as solved", "@theo a clos INC-1 comme résolu"),
    **both(
        vocabulary.AFTER_CLOSING,
        written_after_closing,
        "@alice, INC-1 “No mail” is closed",
        "@alice, INC-1 «\u00a0No mail\u00a0» est clos",
        triage=("@theo, @alice has written in the thread of INC-1", "@theo, @alice a écrit dans le fil d’INC-1"),
    ),
    **both(vocabulary.REOPENED, reopened, "reopened INC-1, which goes back to @theo", "INC-1, qui revient à @theo"),
    Kind.SURVEY_WANTED: Story(reopened, "U0ALICE", "How did it go?", "Comment cela s’est-il passé"),
    Kind.SURVEY_REMINDER: Story(reopened, "U0ALICE", "closed a few days ago", "clos il y a quelques jours"),
    Kind.SURVEY_IN_WORDS: Story(unreachable, CUSTOMER_THREAD, "tell us in this thread", "dites-le dans ce fil"),
    Kind.SURVEY_ANSWERED: Story(
        reopened, TRIAGE_THREAD, "@alice has answered the survey", "@alice a répondu à l’enquête"
    ),
    Kind.VERDICT_WANTED: Story(waived, "U0MAX", "Bill it or waive it", "Faut-il le facturer"),
    **both(vocabulary.VERDICT_GIVEN, waived, "@max has decided to waive", "@max a décidé de ne pas facturer"),
    Kind.REMARK_TO_TRIAGE: Story(talked_about, TRIAGE_THREAD, "Alice in the customer’s thread", "Alice dans le fil"),
    Kind.REFRESH_REMARK: Story(talked_about, TRIAGE_THREAD, "(edited)", "(modifié)", lacks=("It is back",)),
    Kind.REPLY_TO_CUSTOMER: Story(talked_about, CUSTOMER_THREAD, "Theo:\nAs said", "Theo\u00a0:\nAs said"),
    Kind.REPLY_NOTED: Story(talked_about, TRIAGE_THREAD, "Sent to the customer by @theo", "Envoyé au client par @theo"),
    Kind.LOW_BALANCE: Story(nearly_used_up, "U0BOB", "1 prepaid incident is left", "Il reste un incident prépayé"),
    Kind.EXPIRY_NOTICE: Story(nearly_expired, "U0BOB", "expires in 7 days", "expire dans 7\u00a0jours"),
    Kind.CERTIFICATE_NOTICE: Story(
        certificate_nearly_expired, "U0MAX", "••••2345 (FR) of Acme", "••••2345 (FR) du compte"
    ),
    Kind.CLAIM_MADE: Story(claim_approved, "U0MAX", "@alice claims the pack", "@alice demande à récupérer le pack"),
    Kind.CLAIM_APPROVED: Story(claim_approved, "U0ALICE", "has been approved", "est acceptée"),
    Kind.CLAIM_DECIDED: Story(unreachable, CUSTOMER_CHANNEL, "ask @max for it", "demandez-la à @max"),
    Kind.CLAIM_TOLD_OWNER: Story(claim_approved, "U0BOB", "@alice has claimed", "@alice a demandé à récupérer"),
    Kind.CLAIM_APPROVED_TO_MANAGERS: Story(claim_approved, "U0MAX", "@max has approved", "@max a accepté"),
    Kind.CLAIM_REFUSED: Story(claim_refused, "U0ALICE", "has been refused: Not yours", "est refusée\u00a0: Not yours"),
    Kind.CLAIM_REFUSED_TO_MANAGERS: Story(claim_refused, "U0MAX", "@max has refused", "@max a refusé"),
    Kind.ANSWER: Story(asked, CUSTOMER_TALK, "There are no open incidents", "Aucun incident ouvert"),
    Kind.COUNTER: Story(counter_moved, CUSTOMER_CHANNEL, "what can we do for you?", "que pouvons-nous faire pour vous"),
    Kind.REFRESH_COUNTER: Story(
        counter_renamed, CUSTOMER_CHANNEL, "Support for Acme & Sons", "Assistance pour Acme & Sons"
    ),
    Kind.REMOVE_COUNTER: Story(counter_moved, REMOVED, "", ""),
    Kind.OFFER: Story(offered, CUSTOMER_TALK, "this was filed as INC-1", "ceci a été déclaré"),
    Kind.REFRESH_OFFER: Story(offered, CUSTOMER_TALK, "this was filed as INC-1", "ceci a été déclaré"),
    Kind.REMOVE_OFFER: Story(offered, REMOVED, "", ""),
    Kind.TROUBLE_NOTICE: Story(refused_by_slack, "U0MAX", "(not_in_channel)", "(not_in_channel)"),
}


# What was seen

Seen = tuple[str, str, str, set[int]]
"""A kind, where it is read, its text at the end, and the numbers of other incidents that it names without a link."""


@cache
def seen(happens: Callable[[Stage], None], locale: str) -> list[Seen]:
    """Play a story in which everybody has this language, and return the messages that Slack then has."""
    with (
        TemporaryDirectory() as folder,
        FakeSlack(token="xoxb-journey", follow_clock=True) as slack,
        listener() as service,
        freeze_time("2026-11-23 08:00:00") as clock,
    ):
        workspace(slack)
        for user in slack.users.values():
            user.locale = locale
        told = Escalate(severity="B", after="breach", to=[service.address()])
        slack.add_channel(NETWORK, name="network", members=["U0THEO"], private=True)
        desks = {"network": DeskTable(triage_channel=NETWORK)}
        policy = read_policy(None).model_copy(update={"escalate": (told,), "desk": desks})
        with program(slack, Path(folder), policy=policy, locale=locale) as guichet:
            harness = Harness(slack, guichet, clock)
            happens(Stage(harness))
            with guichet.database.reading() as session:
                posted = session.exec(select(OutboxMessage).where(OutboxMessage.state == "done")).all()
            return list(read(harness, posted, heard=" ".join(one["message"] for one in service.heard)))


def read(harness: Harness, posted: Iterable[OutboxMessage], *, heard: str) -> Iterable[Seen]:
    """Yield what these rows of the outbox have become: a message in Slack, or one that was heard outside."""
    for one in posted:
        if KINDS[one.kind].route == Route.OUTSIDE:
            yield one.kind, OUTSIDE, heard, set()
            continue
        if KINDS[one.kind].route in {Route.SCHEDULE, Route.DELETE_SCHEDULED}:
            yield one.kind, SCHEDULED, " ".join(f"{held['parts']}" for held in harness.slack.scheduled.values()), set()
        elif one.sent_ts not in harness.slack.channels[str(one.sent_channel)].messages:
            if KINDS[one.kind].route == Route.REMOVE:
                yield one.kind, REMOVED, "", set()
        else:
            message = harness.slack.message(str(one.sent_channel), str(one.sent_ts))
            where = place(harness, str(one.sent_channel), message)
            own = {one.incident_id} if where.endswith((" thread", " channel")) else set()
            yield one.kind, where, harness.slack.text_of(message), unlinked(message.get("blocks", [])) - own


def place(harness: Harness, channel: str, message: dict[str, Any]) -> str:
    """Return where a message is: a channel, a thread of a card or of another message, or the id of its one reader."""
    if reader := harness.slack.channels[channel].user:
        return reader
    side = {CUSTOMERS: "customer", TRIAGE: "triage", NETWORK: "network"}[channel]
    thread = message.get("thread_ts", message["ts"])
    if thread not in [card["ts"] for card in harness.cards(channel)]:
        return f"{side} {'channel' if thread == message['ts'] else 'talk'}"
    return f"{side} {'channel' if thread == message['ts'] else 'thread'}"


def test_every_kind_has_a_story() -> None:
    assert STORIES.keys() == set(Kind)


@pytest.mark.parametrize("locale", ["en", "fr"])  # The languages in which the stories have texts.
@pytest.mark.parametrize("kind", STORIES)
def test_is_read_where_it_belongs(kind: Kind, locale: str) -> None:
    story = STORIES[kind]
    words = story.french if locale == "fr" else story.english
    found = [(where, text) for one, where, text, _ in seen(story.happens, locale) if one == kind]
    assert found
    assert any(where == story.where and words in text for where, text in found), found
    assert {where for where, _ in found} == {story.where}
    assert not [old for old in story.lacks if old in found[-1][1]]
    assert not [plain for one, *_, plain in seen(story.happens, locale) if one == kind and plain]
