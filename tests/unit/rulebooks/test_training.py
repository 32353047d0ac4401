"""Somebody learns with the real weapon, empty and under the eyes of whoever handles it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

from case_days import read_day, time_points
from provesafe.adapters.rulebooks import load_rulebooks, rulebook_signature
from provesafe.monitor import Gate, Program

BOOKS = ("custody", "set-practice", "house-default", "extracts-bulletin-1", "shape-2010")
POINTS = ["muzzle safe", "rounds out", "chambers", "feed path", "bore"]

DAY = date(2026, 3, 2)
PLAN = {"set_up": "12A", "weapon": "colt-2", "version": 1, "contents": "dummy", "by": "ada"}

Table = Mapping[str, object]


@cache
def program() -> Program:
    """The rules of a production without a statute, compiled once."""
    rules = tuple(rule for book in load_rulebooks(BOOKS) for rule in book.rules)
    return Program(rules, signature=rulebook_signature(), checked=True)


def lesson(purpose: str = "training", giver: str = "ada") -> list[Table]:
    """A lesson in the morning: taken out, proved, shown, into the learner's hand and back."""
    given = {"weapon": "colt-2", "by": giver}
    return [
        {"at": "d1 07:00", "request": "draw", **given, "place": "safe", "purpose": purpose},
        {"at": "d1 07:01", "report": "inspect", **given, "points": POINTS, "found": "empty"},
        {"at": "d1 07:02", "report": "show", **given, "to": ["cleo"], "contents": "empty"},
        {"at": "d1 07:03", "report": "answer", "weapon": "colt-2", "by": "cleo", "what": "saw it"},
        {"at": "d1 07:04", "request": "hand_over", **given, "to": "cleo", "in_sight": "yes"},
    ]


def after(acts: list[Table]) -> set[str]:
    """The rules that hold up the last of these acts, after papers and the day's plan."""
    papers: list[Table] = [
        {"at": "d0 09:00", "report": "name_contact", "person": "jonas", "purpose": "firearms"},
        {"at": "d0 09:01", "report": "issue_call_sheet", "day": 20260302, "lists": ["bulletins"]},
    ]
    for person in ("ada", "basil"):
        paper = {"person": person, "kind": "dangerous-weapons", "until": 20261231}
        duty = {"person": person, "role": "armorer", "day": 20260302}
        papers += [
            {"at": "d0 09:02", "report": "permit", **paper},
            {"at": "d0 09:02", "report": "schedule", **duty},
        ]
    signed = [{**one, "by": "jonas"} for one in papers]
    people = {"ada": "armorer", "basil": "first-ad", "cleo": "performer", "jonas": "producer"}
    day = read_day(
        {
            "day": {"starts": DAY, "until": "d1 20:00"},
            "person": [{"id": name, "roles": [role]} for name, role in people.items()],
            "weapon": [{"id": "colt-2", "kind": "real", "chambers": 6, "action": "single"}],
            "lot": [{"id": "dummies-1", "kind": "dummy", "count": 24, "factory": "yes"}],
            "plan": [PLAN],
            "act": [*signed, *acts],
        }
    )
    gate = Gate(program())
    outcomes = [gate.commit(one.seconds, one.facts) for one in time_points(day)]
    return {one.rule_id for one in outcomes[-1].violations}


def test_a_lesson_with_the_weapon_itself_is_let_through() -> None:
    """Cleo, not trained yet and at no meeting, takes the empty weapon from the armorer to learn."""
    assert after(lesson()) == set()


def test_the_same_hand_over_for_a_scene_needs_all_that_a_scene_needs() -> None:
    """Taken out for filming, the hand-over waits for training, meeting, test, call and plan."""
    held = after(lesson("filming"))
    assert {"shape-2010/trained-before-issue", "set-practice/state-called"} <= held
    assert {"house-default/met-that-day", "set-practice/first-ad-has-seen"} <= held


def test_a_lesson_is_given_by_whoever_handles_weapons() -> None:
    """The first AD who takes it out for training gives no lesson."""
    assert "shape-2010/trained-before-issue" in after(lesson(giver="basil"))


def test_nobody_learns_with_rounds_in_it() -> None:
    """With dummies in it the hand-over is for a scene, whatever it was taken out for."""
    acts = lesson()
    load = {"weapon": "colt-2", "by": "ada", "kind": "dummy", "lot": "dummies-1", "count": 6}
    acts.insert(2, {"at": "d1 07:01:30", "request": "load", **load})
    assert "shape-2010/trained-before-issue" in after(acts)


def test_the_lesson_ends_when_the_set_up_starts() -> None:
    """Taken out for training and brought to a rehearsal: the scene's rules count from then on."""
    acts = lesson()
    acts[2:2] = [
        {"at": "d1 07:01:10", "report": "open_set_up", "set_up": "12A", "by": "basil"},
        {
            "at": "d1 07:01:20",
            "report": "start",
            "set_up": "12A",
            "what": "rehearsal",
            "by": "basil",
        },
    ]
    assert "shape-2010/trained-before-issue" in after(acts)


def test_what_stays_asked_in_a_lesson() -> None:
    """Proved since it came out, and shown to the learner: a lesson leaves neither away."""
    assert after([*lesson()[:1], *lesson()[4:]]) >= {
        "set-practice/proved-on-pick-up",
        "set-practice/show-to-receiver",
    }
    unanswered = [one for one in lesson() if one.get("report") != "answer"]
    assert len(unanswered) == len(lesson()) - 1
    assert "set-practice/receiver-answers" in after(unanswered)
