"""The demo has a second desk, a roster and answers, unless the policy has its own."""

from datetime import UTC, datetime
from pathlib import Path

from bot.demo.samples import with_samples
from bot.demo.seed import DATABASES
from bot.ics.occurrences import occurrences_in
from bot.policy_desks import DeskTable
from bot.policy_roster import RosterTable
from bot.policy_texts import OwnText
from bot.roster_sources import roster_sources
from tests.contexts import POLICY


def test_one_of_two_is_on_call_at_each_hour_of_the_day(tmp_path: Path) -> None:
    (source,) = roster_sources(with_samples(POLICY, tmp_path), {}, beside=None)
    text = Path(source.source.where).read_text(encoding="utf-8")
    since, until = datetime(2026, 11, 23, 8, tzinfo=UTC), datetime(2026, 11, 24, 6, tzinfo=UTC)
    shifts = occurrences_in(text, since=since, until=until, zone="Europe/Paris").occurrences
    assert [f"{one.starts_at:%H}-{one.ends_at:%H} {one.summary}" for one in shifts] == [
        "07-19 Theo Roux",
        "19-07 Tess Petit",
    ]
    assert set(source.people) == {"Theo Roux", "Tess Petit"}


def test_what_the_policy_has_stays(tmp_path: Path) -> None:
    built_in = with_samples(POLICY, tmp_path)
    assert built_in.desk["databases"].triage_channel == DATABASES.id
    own = {
        "desk": {"own": DeskTable(triage_channel="C0OWN")},
        "roster": RosterTable(file=Path("own.ics")),
        "replies": (OwnText("own", {}, {}),),
    }
    kept = with_samples(POLICY.model_copy(update=own), tmp_path)
    assert {name: getattr(kept, name) for name in own} == own
