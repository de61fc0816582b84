from dataclasses import replace

from bot.rules.person import Person
from bot.rules.workspace import Desk, Workspace

FIRST = Workspace("C0TRIAGE", ("U0MAX",), "en")
NETWORK = Desk("network", "C0NETWORK", ("U0NINA",), "fr", frozenset({"vpn-3"}), frozenset({"acme"}))
MAIL = Desk("mail", "C0MAIL", (), "en", frozenset({"mail-2022"}))
THREE = replace(FIRST, further_desks=(NETWORK, MAIL))
TESS = Person("U0TESS", "Tess", "en", "UTC", is_technician=True)


def test_an_incident_goes_to_the_desk_of_its_product_else_of_its_account_else_to_the_first() -> None:
    cases = {
        (None, None): "",
        ("VPN-3", None): "network",
        ("MAIL-2022", "ACME"): "mail",  # The product says more of the problem than who pays.
        ("OTHER", "ACME"): "network",
        (None, "ACME"): "network",
        ("OTHER", "GLOBEX"): "",
    }
    assert {one: THREE.desk_for(product=one[0], account=one[1]) for one in cases} == cases
    assert {FIRST.desk_for(product=product, account=account) for product, account in cases} == {""}


def test_a_desk_has_its_channel_managers_and_language_and_the_first_desks_where_it_is_gone() -> None:
    known = {one: (THREE.triage_of(one), THREE.managers_of(one)) for one in ("", "network", "mail", "gone")}
    assert known == {
        "": ("C0TRIAGE", ("U0MAX",)),
        "network": ("C0NETWORK", ("U0NINA",)),
        "mail": ("C0MAIL", ("U0MAX",)),  # It names none of its own.
        "gone": ("C0TRIAGE", ("U0MAX",)),
    }
    assert [THREE.locale_in(one) for one in ("C0TRIAGE", "C0NETWORK", "C0ACME")] == ["en", "fr", "en"]
    assert THREE.all_managers == ("U0MAX", "U0NINA")


def test_a_channel_of_another_id_is_followed() -> None:
    workspace = replace(FIRST, further_desks=(replace(NETWORK),))
    for old, new in (("C0NETWORK", "C0NETWORK2"), ("C0TRIAGE", "C0TRIAGE2"), ("C0ACME", "C0ACME2")):
        workspace.rename_channel(old, new)
    assert workspace.triage_channels == ("C0TRIAGE2", "C0NETWORK2")


def test_a_technician_works_at_every_desk_or_where_the_policy_keeps_them_apart_at_their_own() -> None:
    at_first = replace(TESS, at_desks={"": True, "network": False, "mail": None})
    at_mail = replace(TESS, at_desks={"": False, "network": False, "mail": True})
    desks = ("", "network", "mail", "gone")
    assert [TESS.works_at(one) for one in desks] == [True, True, True, True]
    assert [at_first.works_at(one) for one in desks] == [True, False, None, True]  # "gone" is the first desk's now.
    assert [at_mail.works_at(one) for one in desks] == [False, False, True, False]
    assert at_mail.works_on(desk="network", assigned_to="U0TESS") is True  # It went there while Tess had it.
    assert replace(at_mail, is_technician=False).works_on(desk="network", assigned_to="U0TESS") is False


def test_a_manager_of_a_desk_manages_there_and_one_of_the_settings_everywhere() -> None:
    nina, max_ = replace(TESS, manages=frozenset({"network"})), replace(TESS, is_manager=True)
    assert [nina.manages_at(one) for one in ("", "network", "gone")] == [False, True, False]
    assert [max_.manages_at(one) for one in ("", "network", "gone")] == [True, True, True]
