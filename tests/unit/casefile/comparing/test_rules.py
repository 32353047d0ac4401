"""Each rule on a made case of its own, and beside it a case where it has to stay silent."""

from __future__ import annotations

from typing import Any

import pytest

from made_lines import about, compared, event, line, rules_of
from provesafe.casefile import Beside, Constraint, EntryRef, Stated, span_of
from provesafe.casefile.comparing.rules import Compared

HAND_OVER = event("E1", "hand-over", 100, 110)
ADA, BASIL, CLEO = "S1.P1", "S1.P2", "S1.P3"


def _said(minute: int) -> Stated:
    return Stated(id="t", line="", text="", edtf=None, how="stated", earliest=minute, latest=minute)


def _denied(denier: str, *, second: str = "E1", kind: str = "hand-over") -> Compared:
    lines = [
        line("S1.C1", ADA, about("E1")),
        line("S1.C2", denier, about(second, denies=True)),
    ]
    return compared(lines, events=[HAND_OVER, event("E2", kind, 500, 510)])


def _giver(first: str, second: str, **more: Any) -> Compared:
    lines = [
        line("S1.C1", CLEO, about("E1", "giver", first)),
        line("S2.C1", ADA, about("E1", "giver", second), **more),
    ]
    return compared(lines, events=[HAND_OVER])


def _clash(least: int) -> Compared:
    events = [
        event("E1", "assurance", 100, 110, line_id="S1.C1"),
        event("E2", "realisation", 0, 130, line_id="S1.C2"),
    ]
    lines = [line(f"S1.C{row}", CLEO) for row in (1, 2, 3)]
    apart = Constraint(event="E2", other="E1", line="S1.C3", least=least, most=None)
    return compared(lines, events=events, constraints=[apart])


def _rounds(first: tuple[int, int, str], second: tuple[int, int, str]) -> Compared:
    lines = [
        line(f"S{row}.C1", who, about("E1", "count", least=low, most=high, unit=unit))
        for row, who, (low, high, unit) in ((1, ADA, first), (2, CLEO, second))
    ]
    return compared(lines, events=[event("E1", "loading")])


def _beside(result: str) -> Compared:
    one = Beside(
        line="S1.C1",
        record="S2",
        slot="giver",
        result=result,  # type: ignore[arg-type]  # one of the four
        entries=(EntryRef(source="S2", entry=14, recorded_ms=1),),
    )
    return compared([line("S1.C1", CLEO)], events=[HAND_OVER], besides=(one,))


def _inserted(words: str) -> Compared:
    cite = span_of("S1", words, 0, len(words))
    quoted = line("S1.C1", CLEO, form="verbatim", insertions=(cite,))
    return compared([quoted], events=[HAND_OVER])


def _rendered(form: str) -> Compared:
    lines = [
        line("S1.C1", CLEO, about("E1", "contents", "empty"), form="verbatim"),
        line("S1.C2", CLEO, about("E1", "contents", "cold"), form=form),
    ]
    return compared(lines, events=[HAND_OVER])


def _told(words: str) -> Compared:
    lines = [
        line("S1.C1", CLEO, about("E1")),
        line("S1.C2", BASIL, text=words),
    ]
    return compared(lines, events=[event("E1", "assurance")])


def _expecting(second: str) -> Compared:
    lines = [
        line("S1.C1", ADA, basis="expected", text="charges may follow"),
        line("S1.C2", second, basis="expected", text="no charges may follow"),
    ]
    return compared(lines, events=[HAND_OVER])


def _practice(kind: str) -> Compared:
    lines = [
        line("S1.C1", CLEO, text="the armorer would always hand it over"),
        line("S1.C2", ADA, about("E1")),
    ]
    where = (span_of("S2", "handed", 0, 6),)
    return compared(lines, events=[event("E1", kind, cites=where)])


CASES = {
    "D1": (_denied(CLEO), _denied(CLEO, second="E2"), "another occasion of the same act"),
    "D2": (_giver(ADA, BASIL), _giver(ADA, ADA), "the same value"),
    "D3": (_clash(40), _clash(25), "times that can hold together"),
    "D4": (
        _rounds((1, 3, "rounds"), (5, 6, "rounds")),
        _rounds((1, 5, "rounds"), (5, 6, "rounds")),
        "",
    ),
    "D5": (_beside("differs"), _beside("agrees"), "an entry that agrees"),
    "D6": (_denied(ADA), _denied(CLEO), "somebody else"),
    "D7": (_inserted("[Ada Quill]"), _inserted("[she]"), "an insertion without a name"),
    "D8": (_told("there was a live round in it"), _told("there was a light on it"), "no round"),
    "D9": (_expecting(CLEO), _expecting(ADA), "one person's two expectations"),
    "D10": (_practice("hand-over"), _practice("call"), "an occasion of another act"),
}


@pytest.mark.parametrize("rule", CASES)
def test_a_rule_speaks_of_its_own_case_and_of_no_other(rule: str) -> None:
    """The rule puts the lines of its case together, and none of the case made to be silent."""
    speaks, silent, _ = CASES[rule]
    assert rule in [one.rule for one in rules_of(speaks)]
    assert rule not in [one.rule for one in rules_of(silent)]


@pytest.mark.parametrize(
    "given",
    [
        _giver(ADA, BASIL, basis="opinion"),
        _giver(ADA, BASIL, basis="expected"),
        compared(
            [
                line("S1.C1", CLEO, about("E1", "giver", ADA, practice=True)),
                line("S2.C1", ADA, about("E1", "giver", BASIL)),
            ],
            events=[HAND_OVER],
        ),
        compared(
            [
                line("S1.C1", CLEO, about("E1", "giver", ADA)),
                line("S2.C1", ADA, about("E2", "giver", BASIL)),
            ],
            events=[
                event("E1", "hand-over", weapon="colt-1"),
                event("E2", "hand-over", weapon="colt-2"),
            ],
        ),
        compared(
            [
                line("S1.C1", CLEO, about("E1", "giver", ADA), form="entry"),
                line("S2.C1", ADA, about("E2", "giver", BASIL)),
            ],
            events=[HAND_OVER, event("E2", "hand-over", 100, 110)],
        ),
    ],
    ids=["opinion", "expectation", "practice", "two weapons", "an entry is D5"],
)
def test_what_is_not_of_one_occasion_is_not_compared(given: Compared) -> None:
    """Opinions, expectations, practices, other weapons and entries give no D1, D2, D4 or D6."""
    assert not {one.rule for one in rules_of(given)} & {"D1", "D2", "D4", "D6"}


def test_events_of_two_texts_are_put_together_where_their_times_could_be_one() -> None:
    """Two papers' hand-overs that could be one are candidates; a person says whether they are."""
    lines = [
        line("S1.C1", CLEO, about("E1", "giver", ADA)),
        line("S2.C1", ADA, about("E2", "giver", BASIL)),
    ]
    could = compared(lines, events=[HAND_OVER, event("E2", "hand-over", 105, None)])
    cannot = compared(lines, events=[HAND_OVER, event("E2", "hand-over", 111, 120)])
    assert [(one.rule, one.state) for one in rules_of(could)] == [("D2", "open")]
    assert rules_of(cannot) == []


def test_one_persons_other_words_stand_in_the_order_they_were_said() -> None:
    """A later statement comes second, whichever was taken in first; nothing is called a change."""
    lines = [
        line("S1.C1", CLEO, about("E1", "giver", ADA), said=_said(900)),
        line("S2.C1", CLEO, about("E1", "giver", BASIL), said=_said(200)),
    ]
    (found,) = rules_of(compared(lines, events=[HAND_OVER]))
    assert (found.rule, found.lines) == ("D6", ("S2.C1", "S1.C1"))


def test_quoted_words_beside_the_publications_are_of_another_rule_than_a_revision() -> None:
    """Quoted and rendered differently in one article is D7, twice in their own words is D6."""
    assert [one.rule for one in rules_of(_rendered("paraphrase"))] == ["D7"]
    assert [one.rule for one in rules_of(_rendered("verbatim"))] == ["D6"]


def test_times_that_cannot_hold_name_exactly_the_lines_that_clash() -> None:
    """The lines of the clash are named, and no other."""
    (found,) = rules_of(_clash(40))
    assert found.lines == ("S1.C1", "S1.C2", "S1.C3")


def test_a_difference_keeps_its_id_while_its_lines_stay() -> None:
    """What a person said of a difference stays with it when other lines come in."""
    more = line("S3.C1", BASIL, about("E1"))
    before = rules_of(_giver(ADA, BASIL))
    given = _giver(ADA, BASIL)
    after = rules_of(compared([*given.accounts, more], events=given.events))
    assert {one.id for one in before} <= {one.id for one in after}
