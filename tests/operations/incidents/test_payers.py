"""Who may pay for what somebody files, before and after an account is chosen."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.database import Database
from bot.facts.payers import Payers
from bot.operations.context import Context
from bot.operations.incidents.payers import (
    AuthorOfNoAccount,
    ChooseInForm,
    ForeignAccount,
    NoAccount,
    NoPack,
    OfferedTo,
    accounts_to_choose,
    payers_at,
    payers_for,
    payers_of_offer,
)
from bot.policy import Policy
from bot.rules.person import AccountsUnknown, Person, TechniciansUnknown
from bot.rules.refusal import Refusal
from models import Membership
from tests.contexts import POLICY, context_of
from tests.paying import AT, add_account, add_pack

REQUIRED = POLICY.model_copy(update={"packs": POLICY.packs.model_copy(update={"required": True})})
CUSTOMER = Person("U0ALICE", "Alice", "en", "Europe/Paris", is_technician=False)
TECHNICIAN = replace(CUSTOMER, user_id="U0THEO", is_technician=True)
MANAGER = replace(CUSTOMER, user_id="U0MAX", is_manager=True)
UNKNOWN = replace(CUSTOMER, is_technician=None)
LATER = AT + timedelta(days=500)
"""When the pack has expired."""


class Place:
    """Two accounts, of which the first has a pack and a channel."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.beta, self.acme = add_account(database, "BETA"), add_account(database, "ACME")
        self.pack = add_pack(database, POLICY, account_id=self.acme)
        with database.transaction() as session:
            session.add(Membership(account_id=self.acme, kind="channel", value="C0ACME"))

    def context(
        self, person: Person, names: str = "", *, is_complete: bool = True, policy: Policy = POLICY, later: bool = False
    ) -> Context:
        """Return the context of somebody who belongs to these accounts, such as "acme beta"."""
        accounts = [getattr(self, name) for name in names.split()]
        context = context_of(person, LATER if later else AT, policy=policy, accounts=accounts)
        return replace(context, accounts_complete=is_complete)

    def at(self, channel: str, context: Context) -> Payers:
        with self.database.reading() as session:
            return payers_at(session, channel=channel, context=context)

    def chosen(self, account_id: int | None, context: Context) -> Payers:
        with self.database.reading() as session:
            return payers_for(session, account_id, context=context)

    def offered(self, channel: str, context: Context, *, asked_by: str = "") -> OfferedTo:
        with self.database.reading() as session:
            return payers_of_offer(session, channel=channel, asked_by=asked_by or context.actor, context=context)

    def offered_or_refused(self, channel: str, context: Context, *, asked_by: str) -> OfferedTo | type[Refusal]:
        try:
            found = self.offered(channel, context, asked_by=asked_by)
        except Refusal as refused:
            return type(refused)
        return OfferedTo(found.account_id, tuple(found.choices))


@pytest.fixture
def place(database: Database) -> Place:
    return Place(database)


def codes(payers: Payers) -> tuple[list[str], str | None, list[int]]:
    """Return the accounts to choose from by name, who pays unless another is chosen, and with which packs."""
    return (
        [one.code for one in payers.accounts],
        payers.account and payers.account.code,
        [one.id for one in payers.packs],
    )


def refusal(act: Callable[[], object]) -> type[Refusal]:
    with pytest.raises(Refusal) as found:
        act()
    return type(found.value)


def test_the_account_of_the_channel_pays_else_the_only_one(place: Place) -> None:
    both, pack = ["ACME", "BETA"], [place.pack]
    rows = [
        (CUSTOMER, "", "C0ACME", ([], None, [])),  # of no account, even where others are
        (CUSTOMER, "acme", "", (["ACME"], "ACME", pack)),
        (CUSTOMER, "beta", "", (["BETA"], "BETA", [])),
        (CUSTOMER, "beta", "C0ACME", (["BETA"], "BETA", [])),  # not that of the channel, which is not theirs
        (CUSTOMER, "beta acme", "", (both, None, [])),
        (CUSTOMER, "beta acme", "C0ACME", (both, "ACME", pack)),
        (UNKNOWN, "acme", "", (["ACME"], "ACME", pack)),
        (TECHNICIAN, "", "C0ACME", (both, None, [])),  # chooses among all
        (TECHNICIAN, "acme", "C0ACME", (both, "ACME", pack)),
        (TECHNICIAN, "beta", "", (both, None, [])),  # nobody's customer through being in a customer's channel
        (MANAGER, "beta", "", (["BETA"], None, [])),
        (MANAGER, "acme", "C0ACME", (["ACME"], "ACME", pack)),
    ]
    for person, names, channel, expected in rows:
        assert codes(place.at(channel, place.context(person, names))) == expected, (person, names, channel)
    technician = place.at("", place.context(TECHNICIAN))
    assert (technician.is_technician, technician.per_incident) == (True, True)
    assert codes(place.at("", place.context(CUSTOMER, "acme", later=True))) == (["ACME"], "ACME", [])


def test_nothing_is_filed_where_a_pack_is_wanted_and_there_is_none(place: Place) -> None:
    rows = [
        ("", NoAccount),
        ("beta", NoPack),
        ("acme", None),
        ("beta acme", None),  # the other account may have one
    ]
    for names, expected in rows:
        context = place.context(CUSTOMER, names, policy=REQUIRED)
        if expected is None:
            assert not place.at("", context).per_incident
        else:
            assert refusal(lambda context=context: place.at("", context)) is expected, names  # type: ignore[misc]
    assert refusal(lambda: place.at("", place.context(CUSTOMER, "acme", policy=REQUIRED, later=True))) is NoPack
    assert place.at("", place.context(TECHNICIAN, policy=REQUIRED)).accounts


def test_nothing_is_paid_by_itself_while_accounts_are_not_known(place: Place) -> None:
    for names in ("", "beta"):
        context = place.context(CUSTOMER, names, is_complete=False)
        assert refusal(lambda context=context: place.at("", context)) is AccountsUnknown  # type: ignore[misc]
    known = place.at("C0ACME", place.context(CUSTOMER, "acme", is_complete=False))
    assert known.account_id == place.acme
    assert place.at("", place.context(TECHNICIAN, is_complete=False)).account is None


def test_another_account_is_chosen_by_who_may_file_for_it(place: Place) -> None:
    assert codes(place.chosen(None, place.context(CUSTOMER, "acme"))) == (["ACME"], None, [])
    assert codes(place.chosen(place.acme, place.context(CUSTOMER, "beta acme"))) == (
        ["ACME", "BETA"],
        "ACME",
        [place.pack],
    )
    assert place.chosen(place.beta, place.context(TECHNICIAN)).account_id == place.beta
    rows = [
        (place.context(CUSTOMER, "beta"), ForeignAccount),
        (place.context(CUSTOMER, "beta", is_complete=False), AccountsUnknown),
        (place.context(UNKNOWN, "beta"), TechniciansUnknown),
    ]
    for context, expected in rows:
        assert refusal(lambda context=context: place.chosen(place.acme, context)) is expected  # type: ignore[misc]


def test_technicians_find_accounts_by_what_they_type_and_customers_have_their_own(place: Place) -> None:
    rows = [
        (TECHNICIAN, "", ["BETA"]),
        (TECHNICIAN, "acme", ["BETA"]),
        (CUSTOMER, "acme", ["ACME"]),
        (CUSTOMER, "", []),
    ]
    for person, names, expected in rows:
        with place.database.reading() as session:
            found = accounts_to_choose(session, typed="bet", limit=9, context=place.context(person, names))
        assert [one.code for one in found] == expected


def test_an_offer_is_for_the_account_of_the_channel_else_the_only_one_else_to_be_chosen(place: Place) -> None:
    acme, beta = place.acme, place.beta
    rows = [
        (CUSTOMER, "", "", OfferedTo(None, [])),
        (CUSTOMER, "beta", "", OfferedTo(beta, [])),
        (CUSTOMER, "beta acme", "", OfferedTo(None, [acme, beta])),
        (CUSTOMER, "beta acme", "C0ACME", OfferedTo(acme, [])),
        (TECHNICIAN, "", "C0ACME", OfferedTo(acme)),
        (MANAGER, "acme", "C0ACME", OfferedTo(acme)),
    ]
    for person, names, channel, expected in rows:
        found = place.offered(channel, place.context(person, names))
        assert (found.account_id, list(found.choices)) == (expected.account_id, list(expected.choices)), (
            names,
            channel,
        )
    assert refusal(lambda: place.offered("", place.context(CUSTOMER, "beta", policy=REQUIRED))) is NoPack
    assert place.offered("C0ACME", place.context(TECHNICIAN, policy=REQUIRED, later=True)) == OfferedTo(acme)


def test_who_wrote_it_decides_who_pays_and_never_who_asked(place: Place) -> None:
    """Whose words they are, their accounts, where they stand, and who asked for the offer."""
    acme, beta = place.acme, place.beta
    rows: list[tuple[Person, str, str, str, OfferedTo | type[Refusal]]] = [
        (CUSTOMER, "beta", "C0LOBBY", "U0THEO", OfferedTo(beta)),
        (CUSTOMER, "beta acme", "C0LOBBY", "U0THEO", OfferedTo(None, (acme, beta))),
        (CUSTOMER, "", "C0LOBBY", "U0THEO", AuthorOfNoAccount),
        (CUSTOMER, "", "C0LOBBY", "", OfferedTo(None)),  # at their own expense, if they want it themselves
        (CUSTOMER, "acme", "C0ACME", "U0THEO", OfferedTo(acme)),
        (CUSTOMER, "beta acme", "C0ACME", "U0THEO", OfferedTo(acme)),
        (CUSTOMER, "", "C0ACME", "U0THEO", OfferedTo(acme)),
        (TECHNICIAN, "acme", "C0TRIAGE", "", ChooseInForm),
        (TECHNICIAN, "acme", "C0LOBBY", "", ChooseInForm),
        (TECHNICIAN, "acme", "D0THEO", "", ChooseInForm),
        (TECHNICIAN, "", "C0TRIAGE", "", ChooseInForm),
        (TECHNICIAN, "beta acme", "C0LOBBY", "", ChooseInForm),
        (TECHNICIAN, "acme", "C0ACME", "", OfferedTo(acme)),
        (MANAGER, "acme", "D0MAX", "", ChooseInForm),
        (MANAGER, "acme", "C0LOBBY", "U0THEO", ChooseInForm),
        (replace(CUSTOMER, manages=frozenset({"network"})), "acme", "C0LOBBY", "", ChooseInForm),
        (UNKNOWN, "acme", "C0LOBBY", "", TechniciansUnknown),
        (UNKNOWN, "acme", "C0LOBBY", "U0THEO", TechniciansUnknown),
        (UNKNOWN, "", "C0LOBBY", "", OfferedTo(None)),
        (UNKNOWN, "acme", "C0ACME", "", OfferedTo(acme)),
    ]
    for person, names, channel, asked_by, expected in rows:
        found = place.offered_or_refused(channel, place.context(person, names), asked_by=asked_by)
        assert found == expected, (person.user_id, names, channel, asked_by)
    unknown = place.context(CUSTOMER, is_complete=False)
    assert refusal(lambda: place.offered("C0LOBBY", unknown, asked_by="U0THEO")) is AccountsUnknown
    spent = place.context(CUSTOMER, "acme", policy=REQUIRED, later=True)
    assert place.offered_or_refused("C0LOBBY", spent, asked_by="U0THEO") == OfferedTo(acme)


def test_a_manager_whom_an_account_names_is_its_customer_too(place: Place) -> None:
    """But neither in triage nor as a technician, and not of others in whose channels they help."""
    with place.database.transaction() as session:
        session.add(Membership(account_id=place.beta, kind="user", value="U0MAX"))
    context = place.context(MANAGER, "acme beta")
    rows = [("C0LOBBY", OfferedTo(place.beta)), ("C0TRIAGE", ChooseInForm), ("C0ACME", OfferedTo(place.acme))]
    for channel, expected in rows:
        assert place.offered_or_refused(channel, context, asked_by="") == expected, channel
    assert codes(place.at("", context))[1] == "BETA"
    as_technician = place.context(replace(MANAGER, is_technician=True), "acme beta")
    assert codes(place.at("", as_technician))[1] is None
    assert place.offered_or_refused("C0LOBBY", as_technician, asked_by="") is ChooseInForm


def test_a_provider_without_accounts_is_paid_for_each_incident(database: Database) -> None:
    for person, asked_by in ((TECHNICIAN, "U0THEO"), (CUSTOMER, "U0THEO")):
        with database.reading() as session:
            found = payers_of_offer(session, channel="C0LOBBY", asked_by=asked_by, context=context_of(person, AT))
        assert (found.account_id, list(found.choices)) == (None, [])


def test_the_account_that_an_offer_shows_stands_first_in_its_form(place: Place) -> None:
    rows = [(TECHNICIAN, "beta"), (CUSTOMER, "beta acme"), (CUSTOMER, "acme")]
    for person, names in rows:
        with place.database.reading() as session:
            found = payers_at(session, channel="", account_id=place.acme, context=place.context(person, names))
        assert found.account_id == place.acme
    with place.database.reading() as session, pytest.raises(ForeignAccount):
        payers_at(session, channel="", account_id=place.acme, context=place.context(CUSTOMER, "beta"))
