"""A form that was sent is filed once, by the way that it was opened, or kept while its sender is asked something."""

from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import select

from bot.operations.context import Context
from bot.operations.incidents.closing import close_incident
from bot.operations.incidents.offer import NewOffer, make_offer
from bot.operations.incidents.payers import ForeignAccount, OfferedTo
from bot.operations.incidents.sent_form import WhichAccount, file_form, join_with_form, keep_to_ask
from bot.rules.contribution import Contribution
from bot.rules.filing import Filing, Payment, SentForm
from bot.rules.offers import WantedIncident
from bot.rules.person import AccountsUnknown, Person
from bot.rules.refusal import Gathering, Refusals
from models import Incident, KeptForm, Offer
from tests.case import ALICE, EVE, THEO, Case

FORM = SentForm("VSENT", "C0ACME")
VIEW: dict[str, Any] = {"id": "VSENT", "callback_id": "open_incident", "private_metadata": "{}", "blocks": []}


def filing(case: Case, **changed: Any) -> Filing:
    return replace(Filing("No mail", None, "B", "business", "", "None.", Payment(case.account, case.pack)), **changed)


def send(
    case: Case, context: Context, *, sent: SentForm = FORM, wrong: Gathering | None = None, **changed: Any
) -> None:
    """Let somebody send the form."""
    with case.database.transaction() as session:
        file_form(session, sent, filing=filing(case, **changed), wrong=wrong or Gathering(), context=context)


def keep(case: Case, who: Person, **changed: Any) -> bool:
    with case.database.transaction() as session:
        given = filing(case, **changed)
        return keep_to_ask(session, VIEW, filing=given, wrong=Gathering(), context=case.context(who))


def filed(case: Case) -> list[Incident]:
    """Return what was filed after the first incident."""
    with case.database.reading() as session:
        return [one for one in session.exec(select(Incident).order_by(Incident.id)) if one.id != case.number]  # type: ignore[arg-type]


def kept(case: Case) -> list[str]:
    with case.database.reading() as session:
        return list(session.exec(select(KeptForm.form_id)))


def test_sent_twice_is_filed_once(case: Case) -> None:
    send(case, case.context(ALICE))
    send(case, case.context(ALICE))

    assert [(one.title, one.form_id, one.follows_id) for one in filed(case)] == [("No mail", "VSENT", None)]


def test_from_a_closed_incident_follows_it(case: Case) -> None:
    case.do(close_incident, THEO, act="give_up", explanation="No.")

    send(case, case.context(ALICE), sent=replace(FORM, follows=case.number))

    assert [one.follows_id for one in filed(case)] == [case.number]


@pytest.mark.parametrize(
    ("accounts", "expected"), [([1, 2], WhichAccount), ([1], None), ([], None)], ids=["several", "one", "none"]
)
def test_of_several_accounts_one_must_be_chosen(
    case: Case, accounts: list[int], expected: type[Exception] | None
) -> None:
    context = replace(case.context(EVE), accounts=accounts)
    if expected is None:
        send(case, context, payment=Payment(None))
    else:
        with pytest.raises(expected):
            send(case, context, payment=Payment(None))

    assert len(filed(case)) == (expected is None)


def test_where_accounts_are_not_known_none_may_be_left_out(case: Case) -> None:
    with pytest.raises(AccountsUnknown):
        send(case, replace(case.context(EVE), accounts_complete=False), payment=Payment(None))

    assert filed(case) == []


def test_says_all_that_is_wrong_at_once(case: Case) -> None:
    wrong = Gathering()
    wrong.add(ForeignAccount("title"))

    with pytest.raises(Refusals) as refused:
        send(case, case.context(EVE), wrong=wrong)

    assert [one.field for one in refused.value.each()] == ["title", "account"]


def test_that_could_be_filed_is_kept_until_it_is(case: Case) -> None:
    assert keep(case, ALICE)
    assert (kept(case), filed(case)) == (["VSENT"], [])

    send(case, case.context(ALICE))

    assert (kept(case), len(filed(case))) == ([], 1)
    assert not keep(case, ALICE)  # It was filed already.


def test_that_could_not_be_filed_is_not_kept(case: Case) -> None:
    with pytest.raises(ForeignAccount):
        keep(case, EVE)

    assert kept(case) == []


@pytest.mark.parametrize("is_closed", [False, True])
def test_joins_the_incident_that_there_is_and_files_nothing(case: Case, *, is_closed: bool) -> None:
    """Or takes it up again; the offer that the form was opened from says so."""
    with case.database.transaction() as session:
        new = NewOffer(
            WantedIncident("No mail", "None."), ("C0ACME", "1795420800.000100", ""), "U0ALICE", OfferedTo(case.account)
        )
        offer = make_offer(session, new, context=case.context(ALICE))
        number = offer.number
    if is_closed:
        case.do(close_incident, THEO, act="give_up", explanation="No.")

    with case.database.transaction() as session:
        join_with_form(
            session,
            "VSENT",
            incident_id=case.number,
            is_reopened=is_closed,
            contribution=Contribution("No mail", "None."),
            offer_id=number,
            context=case.context(ALICE),
        )

    assert filed(case) == []
    assert len(case.events("reopen_incident" if is_closed else "join_incident")) == 1
    with case.database.reading() as session:
        joined = session.get_one(Offer, number)
        assert (joined.state, joined.incident_id, joined.is_joined) == ("used", case.number, True)
