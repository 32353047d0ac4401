"""Protocol files: what is read, and how a fault is told."""

from __future__ import annotations

import pytest

from provesafe.prover import ProtocolError, parse_protocol, parse_what_ifs

SMALL = """
[protocol]
id = "small"
title = "A look before a hand-over"
about = "one hand-over"

[[role]]
id = "armorer"
say = "the armorer"

[[state]]
id = "inside"
kind = "so"
values = ["dummies", "live round"]

[[state]]
id = "looked"
kind = "believed"

[[state]]
id = "given"
kind = "seen"

[[step]]
id = "look"
by = "armorer"
say = "looks"
detects = { inside = "live round" }
does = { looked = "yes" }

[[step]]
id = "give"
by = "armorer"
say = "hands it over"
needs = { looked = "yes" }
does = { given = "yes" }

[[failure]]
id = "live"
kind = "act"
say = "a live round gets in"
does = { inside = "live round" }
chance = { judgement = 0.001 }

[[failure]]
id = "no-look"
kind = "skip"
at = "look"
say = "does not look"
chance = { heart = "D", conditions = [[2, 0.1]] }

[[hazard]]
id = "h"
say = "a live round is handed over"
when = { given = "yes", inside = "live round" }
"""


def test_a_small_protocol_is_read() -> None:
    """Roles, states, steps, failures and chances are there as written."""
    protocol = parse_protocol(SMALL, source="small.toml")
    assert [one.id for one in protocol.failures] == ["live", "no-look"]
    assert protocol.steps[0].detects == {"inside": ("live round",)}
    chance = protocol.failures[1].chance
    assert chance is not None
    assert chance.mean == pytest.approx(0.09 * 2)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('title = "A look', 'titel = "A look', "`title` is missing"),
        ('by = "armorer"\nsay = "looks"', 'by = "armourer"\nsay = "looks"', "no role `armourer`"),
        ('does = { looked = "yes" }', 'does = { looked = "maybe" }', "never `maybe`"),
        ('does = { given = "yes" }', 'does = { gave = "yes" }', "no state `gave`"),
        ('needs = { looked = "yes" }', 'needs = { inside = "dummies" }', "`inside` is `so`"),
        ('detects = { inside = "live round" }', 'detects = { given = "yes" }', "`given` is `seen`"),
        (
            'when = { given = "yes", inside = "live round" }',
            'when = { looked = "yes" }',
            "`looked` is `believed`",
        ),
        ('kind = "skip"\nat = "look"', 'kind = "skip"', "says at which step"),
        ('kind = "skip"\nat = "look"', 'kind = "miss"\nat = "give"', "detects nothing"),
        ('kind = "skip"\nat = "look"', 'kind = "early"\nat = "look"\nwithout = ["given"]', "need"),
        ('id = "no-look"', 'id = "look"', "stands for two things"),
        ('heart = "D"', 'heart = "Z"', "one of"),
        ("judgement = 0.001", "judgement = 2", "at most 1"),
        ("judgement = 0.001", 'therp = "check-own-life"', "recalled"),
        ("judgement = 0.001", "factor = 3", "one method"),
        ("[[hazard]]", "[[hazzard]]", "`hazzard` is not known"),
        ('values = ["dummies", "live round"]', 'values = ["dummies"]', "two values"),
        ('id = "small"', "id = [", "not TOML"),
        ('say = "looks"', 'say = "looks"\nwhen = 1', "`when` is not known"),
        ('kind = "believed"', 'kind = "believed"\nexpires_on = ["lunch"]', "`lunch`"),
    ],
)
def test_a_fault_is_told(old: str, new: str, said: str) -> None:
    """Each thing a file cannot say ends in an error with a place and the words of the file."""
    assert old in SMALL
    with pytest.raises(ProtocolError) as caught:
        parse_protocol(SMALL.replace(old, new, 1), source="small.toml")
    assert said in str(caught.value)
    assert caught.value.place().startswith("small.toml:")


def test_the_place_is_the_table_at_fault() -> None:
    """The line is that of the table's head."""
    broken = SMALL.replace('does = { given = "yes" }', 'does = { gave = "yes" }')
    with pytest.raises(ProtocolError) as caught:
        parse_protocol(broken, source="small.toml")
    line = broken.splitlines().index('id = "give"')
    assert caught.value.place() == f"small.toml:{line}:1"


def test_what_was_only_recalled_is_taken_when_asked_for() -> None:
    """A recalled entry is refused by default, and marked where it is taken."""
    text = SMALL.replace("judgement = 0.001", 'therp = "check-own-life"')
    chance = parse_protocol(text, source="s", recalled=True).failures[0].chance
    assert chance is not None
    assert chance.standing == "recalled"


def test_a_file_of_what_ifs() -> None:
    """A file of changes alone is read, and an empty one refused."""
    (change,) = parse_what_ifs(
        '[[what_if]]\nid = "a"\nsay = "b"\npermit = ["no-look"]', source="w.toml"
    )
    assert change.permit == ("no-look",)
    with pytest.raises(ProtocolError):
        parse_what_ifs("", source="w.toml")
