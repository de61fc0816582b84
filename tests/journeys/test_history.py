"""`/incident show` tells the whole past of an incident, and `/incident verdicts` what waits for a manager."""

from datetime import timedelta

from bot import audit
from tests.journeys.harness import CUSTOMERS, TRIAGE, Harness
from tests.journeys.test_closing import UNRESOLVED, close, propose


def shown(harness: Harness, user: str, text: str = "show INC-1") -> str:
    """Return what somebody reads in answer to this command."""
    harness.slack.add_member(CUSTOMERS, user)
    return str(harness.people[user].command("/incident", text, channel=CUSTOMERS).body)


class TestHistory:
    """Every act, oldest first, with who did it."""

    def test_tells_each_act_in_order(self, harness: Harness) -> None:
        cards = harness.file()
        propose(harness, cards)
        harness.clock.tick(timedelta(hours=1))
        close(harness, cards, UNRESOLVED, "No answer.")
        harness.alice.click("Reopen", channel=CUSTOMERS, ts=cards[CUSTOMERS])
        assert harness.alice.submit({"Reason": "Down <!channel>"}).ok
        acts = (
            "<@U0ALICE> filed it with severity",
            "<@U0TESS> acknowledged it by answering the customer",
            "<@U0TESS> proposed a solution",
            "<@U0TESS> closed it as unresolved",
            "The managers were asked whether to bill or waive it",
            "<@U0ALICE> reopened it: “Down &lt;!channel&gt;”",
        )
        said = shown(harness, "U0ALICE")
        assert [said.index(act) for act in acts] == sorted(said.index(act) for act in acts)
        assert "Historique" in shown(harness, "U0THEO")

    def test_links_the_incidents_that_it_names_to_the_cards_of_its_reader(self, harness: Harness) -> None:
        harness.file()
        cards = harness.file()
        harness.choose(harness.tess, "mark_duplicate", cards[TRIAGE])
        assert harness.tess.submit({"Duplicate of": "INC-1"}).ok
        harness.deliver()
        for user, place in (("U0ALICE", CUSTOMERS), ("U0TESS", TRIAGE)):
            first = harness.cards(place)[0]["ts"].replace(".", "")
            assert f"archives/{place}/p{first}|INC-1>" in shown(harness, user, "show INC-2")

    def test_tells_of_messages_without_their_words(self, harness: Harness) -> None:
        cards = harness.file()
        ts = harness.alice.reply("My password is x.", channel=CUSTOMERS, thread_ts=cards[CUSTOMERS]).ts
        harness.alice.edit("It does not work.", channel=CUSTOMERS, ts=ts)
        harness.alice.delete(channel=CUSTOMERS, ts=ts)
        harness.tess.click("Reply to customer", channel=TRIAGE, ts=cards[TRIAGE])
        assert harness.tess.submit({"Your reply": "Please restart it."}).ok
        for user, acts in (
            (
                "U0ALICE",
                ("Alice changed a message", "A message from Alice was deleted", "Tess replied to the customer"),
            ),
            (
                "U0THEO",
                ("Alice a modifié un message", "Un message de Alice a été supprimé", "Tess a répondu au client"),
            ),
        ):
            said = shown(harness, user).replace("<@U0ALICE>", "Alice").replace("<@U0TESS>", "Tess")
            assert [act for act in acts if act not in said] == []
            assert "password" not in said

    def test_leaves_out_the_oldest_of_very_many(self, harness: Harness) -> None:
        harness.file()
        with harness.guichet.database.transaction() as session:
            for number in range(300):
                audit.record(
                    session,
                    incident_id=1,
                    kind="reopen_incident",
                    actor="U0TESS",
                    at=harness.guichet.now(),
                    after={"reason": f"{number} " + "&" * 500},
                )
        said = shown(harness, "U0TESS")
        assert "reopened it: “299 &amp;" in said
        assert "filed it with" not in said
        assert "earlier entries" in said


class TestVerdicts:
    """What waits is listed, with its button."""

    def test_are_listed_until_somebody_decides(self, harness: Harness) -> None:
        cards = harness.file()
        assert "Aucun incident n’attend de décision." in shown(harness, "U0MAX", "décisions")
        close(harness, cards, UNRESOLVED, "No answer.")
        said = shown(harness, "U0MAX", "décisions")
        assert "Un incident attend une décision" in said
        assert "INC-1" in said
        assert "give_verdict" in said

    def test_are_for_managers(self, harness: Harness) -> None:
        for user in ("U0ALICE", "U0TESS"):
            assert "manager" in shown(harness, user, "verdicts")
            assert "is waiting for a verdict" not in shown(harness, user, "verdicts")
