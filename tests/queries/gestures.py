"""Gestures and jobs, in the order in which they happen: what the tests of growth compare.

Left out is what has to read more where there is more:

- a month's figures, on a manager's Home as well, and the exports read the month's incidents;
- `doctor` counts all messages that wait;
- reminders that fall due at the same time are all posted;
- an audit looks at up to 2,000 incidents: here at few;
- `watch_channels` looks for the channels of all open incidents, once a minute;
- `read_rosters` replaces a calendar, of which about a hundred days are kept, and draws the open cards again;
- SQLite goes through all names for a part of a name.
"""

from collections.abc import Callable
from datetime import timedelta

from bot import timetable
from bot.clock import Clock
from bot.jobs.auditor import Auditor
from bot.jobs.redraw_homes import EACH_S
from bot.policy_desks import DeskTable
from bot.policy_texts import OwnText
from bot.rules.statuses import Act
from tests.journeys.harness import ANSWERS, BUILT_IN, CUSTOMERS, TRIAGE, Harness

Gesture = Callable[[Harness], object]

NETWORK = "C0NETWORK"
LOOKING = OwnText("looking", {"en": "We are looking"}, {"en": "Hello {customer}."})
DESK = DeskTable(triage_channel=NETWORK, products=["vpn-3"])
POLICY = BUILT_IN.model_copy(update={"replies": (LOOKING,), "desk": {"network": DESK}})
LATER = timedelta(seconds=EACH_S + 1)
"""Time after which a Home is drawn again, and the next messages are posted."""

B = "🟠 B · moderate business impact (response within 4 business hours)"
NIGHTS = {"Cover": "24x7, around the clock", "Reachable contacts (24x7)": "Bob, nights"}
SURVEYED = {
    "Was the answer useful?": "yes",
    "Quality of the answer": "4, good",
    "Quality of the language": "5, very good",
}


def deliver(harness: Harness) -> None:
    harness.clock.tick(LATER)
    harness.deliver()


def asks(who: str, text: str, channel: str = "") -> Gesture:
    return lambda harness: harness.people[who].command("/incident", text, channel=channel)


def says(text: str) -> Gesture:
    return lambda harness: (harness.alice.say(text), deliver(harness))


def file(harness: Harness, **changed: str) -> None:
    harness.alice.command("/incident", channel=CUSTOMERS)
    assert harness.alice.submit(ANSWERS | changed).ok


def newest(harness: Harness, channel: str) -> str:
    """Return the ts of the newest card in a channel."""
    return str(harness.cards(channel)[-1]["ts"])


def clicks(who: str, button: str, channel: str = TRIAGE, **answers: str) -> Gesture:
    """Return a click on the newest card, the answers to the form that it opens if there are any, and the delivery."""

    def gesture(harness: Harness) -> None:
        assert harness.people[who].click(button, channel=channel, ts=newest(harness, channel)).ok
        if answers:
            assert harness.people[who].submit(answers).ok
        deliver(harness)

    return gesture


def chooses(who: str, act: Act, **answers: str) -> Gesture:
    """Return an act under *More…* on the newest card in triage, the answers to its form, and the delivery."""

    def gesture(harness: Harness) -> None:
        assert harness.choose(harness.people[who], act, newest(harness, TRIAGE)).ok
        assert harness.people[who].submit(answers).ok
        deliver(harness)

    return gesture


def clicks_below(who: str, button: str) -> Gesture:
    """Return a click on the newest message with this button in the thread of the customer's card, and the delivery."""

    def gesture(harness: Harness) -> None:
        thread = harness.slack.thread(CUSTOMERS, newest(harness, CUSTOMERS))
        *_, ts = (one["ts"] for one in thread if button in harness.slack.buttons(one))
        assert harness.people[who].click(button, channel=CUSTOMERS, ts=ts).ok
        deliver(harness)

    return gesture


def clicks_alone(who: str, button: str, **answers: str) -> Gesture:
    """Return a click on the newest direct message with this button, the answers to its form, and the delivery."""

    def gesture(harness: Harness) -> None:
        assert harness.people[who].click(button, channel=harness.slack.direct_message(who).id).ok
        if answers:
            assert harness.people[who].submit(answers).ok
        deliver(harness)

    return gesture


def writes(who: str, text: str, channel: str) -> Gesture:
    """Return a message in the thread of the newest card, and the delivery."""

    def gesture(harness: Harness) -> None:
        assert harness.people[who].reply(text, channel=channel, thread_ts=newest(harness, channel)).ok
        deliver(harness)

    return gesture


def home(who: str, chosen: str = "") -> Gesture:
    """Return the opening of a Home, or the choice of a list there, and the drawing."""

    def gesture(harness: Harness) -> None:
        person = harness.people[who]
        assert (person.choose(chosen) if chosen else person.open_home()).ok
        harness.clock.tick(LATER)
        harness.guichet.homes.run()

    return gesture


def answer_in_thread(harness: Harness) -> None:
    there, said = harness.slack.direct_message("U0ALICE").id, harness.slack.dms("U0ALICE")[-1]["ts"]
    harness.alice.reply("yes", channel=there, thread_ts=said)


def react(harness: Harness) -> None:
    said = harness.bob.say("C the printer is broken", channel=CUSTOMERS).ts
    harness.alice.react("ticket", channel=CUSTOMERS, ts=said)
    deliver(harness)
    harness.alice.unreact("ticket", channel=CUSTOMERS, ts=said)


def claim(harness: Harness) -> None:
    harness.bob.command("/incident", "claim USABLE7", channel=CUSTOMERS)
    assert harness.bob.submit().ok
    harness.bob.close_form()
    deliver(harness)


def answer_prepared(harness: Harness) -> None:
    assert harness.tess.click("Reply to customer", channel=TRIAGE, ts=newest(harness, TRIAGE)).ok
    assert harness.tess.choose("We are looking", label="Prepared answer").ok
    assert harness.tess.submit().ok
    deliver(harness)


def type_an_account(harness: Harness) -> None:
    max_ = harness.people["U0MAX"]
    max_.command("/incident", "admin")
    assert max_.submit({"Que voulez-vous faire\u202f?": "Attribuer un pack"}).ok
    assert max_.suggestions("Compte", "account 10")
    max_.close_form()


def audit(harness: Harness) -> None:
    guichet, at_once = harness.guichet, {"incidents_a_minute": 40}
    Auditor(guichet.database, workspace=guichet.workspace, clock=Clock(), is_connected=lambda: True, **at_once).run()


def job(name: str) -> Gesture:
    return lambda harness: harness.guichet.scheduler.get_job(name).func()


LEFT_OUT = {timetable.DELIVER_OUTBOX, timetable.WATCH_CHANNELS, timetable.READ_ROSTERS, timetable.AUDIT}
"""Jobs that are not called as they are; a sweep of the delivery does not wait for its end."""

GESTURES: dict[str, Gesture] = {
    "form": asks("U0ALICE", "", CUSTOMERS),
    "form of a technician": asks("U0THEO", "", TRIAGE),
    "file": file,
    "deliver what was filed": deliver,
    **{
        f"{asked} of {who}": asks(who, asked, TRIAGE if who == "U0THEO" else "")
        for who in ("U0ALICE", "U0THEO")
        for asked in ("list", "list mine", "list closed", "list waiting", "list all", "search zebra", "show INC-1")
    },
    "explain": asks("U0ALICE", "explain INC-1"),
    "packs": asks("U0ALICE", "packs"),
    "verdicts": asks("U0MAX", "verdicts"),
    "counter": asks("U0THEO", "counter", TRIAGE),
    "Home of a customer": home("U0ALICE"),
    "Home of a technician": home("U0TESS"),
    "Home: mine": home("U0TESS", "Mine"),
    "Home: unassigned": home("U0TESS", "Unassigned"),
    "Home: waiting": home("U0TESS", "Waiting for the customer"),
    "say something to file": says("B my scanner is on fire"),
    "greet": says("hello"),
    "accept the offer": says("yes"),
    "accept it again": says("yes"),
    "answer in a thread": answer_in_thread,
    "react": react,
    "file another": lambda harness: (file(harness), deliver(harness)),
    "remark": writes("U0ALICE", "Still down.", CUSTOMERS),
    "remark of a technician": writes("U0TESS", "Have a look at the log.", TRIAGE),
    "more": lambda harness: harness.theo.click("More…", channel=TRIAGE, ts=newest(harness, TRIAGE)),
    "acknowledge": clicks("U0THEO", "Acknowledge"),
    "give back": chooses("U0THEO", "give_back"),
    "change the severity": clicks("U0ALICE", "Change severity", CUSTOMERS, Severity=B, Reason="Only mine."),
    "assign": chooses("U0TESS", "assign", Technician="U0TESS"),
    "edit": clicks("U0ALICE", "Edit", CUSTOMERS, Title="Mail is slow"),
    "prepared answer": answer_prepared,
    "propose a scope": clicks("U0TESS", "Propose scope", Scope="Mails arrive."),
    "agree to it": clicks_below("U0ALICE", "Agree"),
    "wait for the customer": chooses("U0TESS", "wait_for_customer"),
    "end the waiting": chooses("U0TESS", "end_waiting"),
    "move to another desk": chooses("U0TESS", "move_to_desk", Desk="network"),
    "propose a solution": clicks("U0TESS", "Propose solution", NETWORK, Solution="Restart it."),
    "close": clicks("U0TESS", "Close", NETWORK, Outcome="Solved by the proposed solution"),
    "deliver the survey": lambda harness: (harness.clock.tick(timedelta(minutes=2)), harness.deliver()),
    "survey": clicks_alone("U0ALICE", "Answer", **SURVEYED),
    "word after closing": writes("U0ALICE", "Still down.", CUSTOMERS),
    "reopen": clicks("U0ALICE", "Reopen", CUSTOMERS, Reason="Down again."),
    "file what was a mistake": lambda harness: (file(harness), deliver(harness)),
    "withdraw": clicks("U0ALICE", "Close my incident", CUSTOMERS, Reason="Never mind."),
    "deliver the question": deliver,
    "give a verdict": clicks_alone("U0MAX", "Décider", Décision="Ne pas facturer", Motif="Geste"),
    "file around the clock": lambda harness: (file(harness, **NIGHTS), deliver(harness)),
    "customer not reachable": chooses("U0TESS", "mark_unreachable", **{"What was tried": "Rang twice."}),
    "I can be reached": clicks_below("U0ALICE", "I can be reached"),
    "propose a split": chooses("U0TESS", "propose_split", Incidents="A Mail is down\nB Calendar is down"),
    "agree to split": clicks_below("U0ALICE", "Agree to split"),
    "claim": claim,
    "approve the claim": clicks_alone("U0MAX", "Accepter"),
    "type the name of an account": type_an_account,
    **{name: job(name) for name in timetable.EVERY_SECONDS if name not in LEFT_OUT},
    timetable.AUDIT: audit,
}
