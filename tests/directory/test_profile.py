"""What Slack says about a user, and which parts count."""

from typing import Any

import pytest

from bot.directory.profile import OwnWorkspace, read_profile

HOME = OwnWorkspace("T0HOME", "E0GRID")
USER = {
    "id": "U0ALICE",
    "team_id": "T0HOME",
    "real_name": "Alice Martin",
    "tz": "Europe/Paris",
    "locale": "fr-FR",
    "is_email_confirmed": True,
    "profile": {"email": "Alice@Acme.example "},
}


@pytest.mark.parametrize(
    ("changed", "standing"),
    [
        ({}, "member"),
        ({"is_restricted": True}, "guest"),
        ({"is_ultra_restricted": True}, "guest"),
        ({"team_id": "T0OTHER"}, "other"),
        ({"team_id": "T0OTHER", "enterprise_user": {"enterprise_id": "E0GRID"}}, "member"),
        ({"team_id": "T0OTHER", "enterprise_user": {"enterprise_id": "E0ELSE"}}, "other"),
        ({"team_id": "T0OTHER", "is_restricted": True}, "other"),
        ({"is_stranger": True}, "other"),
        ({"team_id": None}, "other"),
    ],
)
def test_standing_is_that_of_our_workspace(changed: dict[str, Any], standing: str) -> None:
    assert read_profile(USER | changed, home=HOME, locale="en").standing == standing


def test_standing_and_address_are_unknown_while_our_own_workspace_is() -> None:
    profile = read_profile(USER, home=None, locale="en")
    assert (profile.is_known, profile.email) == (False, None)
    assert (profile.name, profile.locale, profile.timezone) == ("Alice Martin", "fr", "Europe/Paris")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("alice@acme.example", "alice@acme.example"),
        (" Alice.Martin+slack@Mail.ACME.example ", "alice.martin+slack@mail.acme.example"),
        ("x@evil.example@acme.example", None),
        ("alice@ac\N{KELVIN SIGN}me.example", None),
        ('"x@evil.example"@acme.example', None),
        ("x@evil.example,alice@acme.example", None),
        ("x@evil.example;alice@acme.example", None),
        ("x@evil.example alice@acme.example", None),
        ("x@evil.example\nalice@acme.example", None),
        ("x@evil.example\r\n@acme.example", None),
        ("Alice <alice@acme.example>", None),
        ("alice@[10.0.0.1]", None),
        ("alice@10.0.0.1", None),
        ("alice@acme", None),
        ("alice@acme.example.", None),
        ("@acme.example", None),
        ("alice@", None),
        ("alice", None),
        ("", None),
    ],
)
def test_address_proves_a_domain_only_if_it_is_one_address(address: str, expected: str | None) -> None:
    assert read_profile(USER | {"profile": {"email": address}}, home=HOME, locale="en").email == expected


@pytest.mark.parametrize(
    "changed",
    [
        {"is_email_confirmed": False},
        {"is_bot": True},
        {"deleted": True},  # No longer works there.
        {"team_id": "T0OTHER"},  # An administrator of another workspace can give its members any address.
        {"profile": None},
        {"profile": {"email": None}},
    ],
)
def test_address_proves_nothing_where_anybody_may_have_set_it(changed: dict[str, Any]) -> None:
    assert read_profile(USER | changed, home=HOME, locale="en").email is None


@pytest.mark.parametrize(
    ("user", "name"),
    [
        ({"real_name": "Alice", "name": "alice"}, "Alice"),
        ({"profile": {"real_name": "Alice"}}, "Alice"),  # as for people of other organisations
        ({"profile": {"display_name": "al"}}, "al"),
        ({"name": "alice"}, "alice"),
        ({}, "U0ALICE"),
    ],
)
def test_name_is_the_best_there_is(user: dict[str, Any], name: str) -> None:
    assert read_profile({"id": "U0ALICE", **user}, home=HOME, locale="en").name == name


def test_zone_that_nobody_knows_is_utc() -> None:
    assert read_profile(USER | {"tz": "Mars/Olympus"}, home=HOME, locale="en").timezone == "UTC"
