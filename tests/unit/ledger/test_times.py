"""Between which moments each entry was made, and which clocks disagree."""

from __future__ import annotations

import pytest

from bundled import COSIGNED_SECONDS, HQ, PHONE, InMemory, bundle_of
from ledger_sample import ADAS, LAPTOP, LOG, T0, Sample, noted
from provesafe.adapters.keys import ed25519_accepts
from provesafe.ledger import (
    Bound,
    Draft,
    Flag,
    Json,
    RecordReport,
    Signed,
    Window,
    make_body,
    plan_commit,
    seal_entry,
    verify_bundle,
    verify_record,
)

MINUTE = 60_000


def phone(sample: Sample, t_ms: int, **clock: Json) -> Signed:
    """Let Ada's phone enter something, its clock as given."""
    body = make_body("act", link=sample.link(ADAS), t_ms=t_ms, payload=clock)
    return Signed(raw=seal_entry(body, (ADAS,)).raw)


def read(sample: Sample, *bounds: Bound) -> RecordReport:
    """Verify a sample."""
    return verify_record(
        sample.entries, sample.checkpoints, verifier=ed25519_accepts, bounds=bounds
    )


def flags(sample: Sample, *bounds: Bound) -> list[tuple[int, str]]:
    """Leaf and flag of each."""
    return [(one.leaf, one.what) for one in read(sample, *bounds).times.flags]


def test_clocks_that_agree_are_not_flagged() -> None:
    """An ordinary record has nothing to say about its clocks."""
    sample = Sample.begin()
    sample.commit(noted(), phone(sample, T0 + 900))
    sample.commit(phone(sample, T0 + 1900))
    found = read(sample, Bound(5, T0 // 1000 + 1)).times
    assert (found.flags, found.counts) == ((), ())


def test_a_laptop_whose_clock_is_set_is_found_behind_its_own_commits() -> None:
    """What ends a commit tells no `mono`; the entries around it are held against each other."""
    sample = Sample.begin()
    for t_ms, mono in ((T0 + 1000, 1000), (T0 + 600_000, 2000), (T0 + 601_000, 3000)):
        sample.now_ms = t_ms
        sample.commit(Draft(entry_class="act", payload={"boot": "b", "mono": mono}))
    assert [one for one in flags(sample) if one[1] == "jump"] == [(4, "jump")]


def test_an_entry_dated_before_what_it_had_seen_is_early() -> None:
    """Back-dating: the checkpoint in `seen` did not exist when the entry says it was made."""
    sample = Sample.begin()
    sample.commit(phone(sample, T0 - 10 * MINUTE))
    (flag, late) = read(sample).times.flags
    assert flag == Flag(2, ADAS.name, "early", T0 - 10 * MINUTE, T0)
    assert late.what == "late"


def test_an_entry_dated_after_it_was_recorded_is_ahead() -> None:
    """A clock set forward is held against the laptop's, and against a witness's."""
    sample = Sample.begin()
    sample.commit(phone(sample, T0 + 10 * MINUTE))
    assert flags(sample) == [(2, "ahead")]
    assert flags(sample, Bound(4, T0 // 1000 + 5)) == [(2, "ahead"), (2, "behind")]


def test_a_queue_delivered_late_is_late() -> None:
    """More than two minutes lie between what it says and when it was recorded."""
    sample = Sample.begin()
    for minutes, late in ((2, False), (3, True)):
        sample.now_ms = T0 + minutes * MINUTE - 1000
        sample.commit(phone(sample, T0 + 500 + minutes))
        assert (flags(sample)[-1:] == [(len(sample.entries) - 2, "late")]) is late


def test_a_measured_skew_is_taken_into_account() -> None:
    """A phone that says its clock is an hour behind is not late."""
    sample = Sample.begin()
    sample.commit(phone(sample, T0 - 60 * MINUTE, skew=60 * MINUTE))
    assert flags(sample) == []


@pytest.mark.parametrize(
    ("boot", "t_ms", "mono", "wanted"),
    [
        ("a", T0 + 2000, 6000, []),
        ("a", T0 + 2000, 4000, ["mono"]),
        ("a", T0 + 90_000, 6000, ["jump"]),
        ("a", T0 - 3000, 6000, ["back"]),
        ("b", T0 + 2000, 10, ["restarted"]),
        ("", T0 + 2000, 10, []),
        ("a", T0 + 2000, -1, []),
    ],
)
def test_a_counter_that_cannot_go_back_shows_a_clock_that_was_set(
    boot: str, t_ms: int, mono: int, wanted: list[str]
) -> None:
    """Within one run of a device clock and counter go forward together."""
    sample = Sample.begin()
    sample.commit(phone(sample, T0 + 1000, boot="a", mono=5000))
    sample.commit(phone(sample, t_ms, boot=boot, mono=mono))
    assert flags(sample) == [(4, one) for one in wanted]


def test_a_laptop_whose_clock_was_set_back_is_flagged() -> None:
    """`received` never goes back, and its own `t` tells that the clock did."""
    sample = Sample.begin()
    sample.now_ms = T0 - 60 * MINUTE
    sample.commit(noted())
    assert {(2, "back"), (2, "early"), (2, "late")} <= set(flags(sample))


def test_a_repeated_shape_is_timed_like_an_entry_read_in_full() -> None:
    """The quicker reading of entries that are alike finds the same flags."""
    sample = Sample.begin()
    drafts: list[Draft | Signed] = [
        Draft(entry_class="act", payload={"boot": "a", "mono": 1000 - at, "skew": 5})
        for at in range(80)
    ]
    sample.commit(*drafts)
    assert dict(read(sample).times.counts) == {"mono": 79}


def test_every_entry_is_told_its_window() -> None:
    """After the checkpoint it had seen, before the first cosigned one that holds it."""
    sample = Sample.begin()
    sample.commit(phone(sample, T0 + 700))
    sample.commit(noted())
    told: list[Window] = []
    files = bundle_of(sample, cosigned_by=[HQ, PHONE], sealed=[4])
    verify_bundle(InMemory(files), verifier=ed25519_accepts, windows=told.append)
    assert [one.leaf for one in told] == list(range(6))
    assert told[2] == Window(2, ADAS.name, T0 + 700, 2, T0, T0 + 1000, COSIGNED_SECONDS + 4)
    assert told[4].before_seconds == COSIGNED_SECONDS + 6
    assert told[0].after_ms is None


def test_what_is_flagged_is_still_unchanged() -> None:
    """A wrong clock is no forgery: the record verifies, and the writer takes the entry."""
    sample = Sample.begin()
    commit = plan_commit(
        sample.state,
        [phone(sample, 0)],
        log_signer=LOG.named(sample.state.origin),
        device_signer=LAPTOP,
        now_ms=T0,
        verifier=ed25519_accepts,
    )
    assert len(commit.entries) == 2
