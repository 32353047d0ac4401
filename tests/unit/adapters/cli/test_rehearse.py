"""Rehearsing a day at the terminal: exits, places of mistakes, house rulebooks, keeping it."""

from __future__ import annotations

from pathlib import Path

import pytest

from terminal import run

DAY = """
[day]
production = "Dry Creek"
starts = 2026-03-02
zone = "America/Denver"
rulebooks = ["house"]

[[person]]
id = "ada"
roles = ["armorer"]

[[person]]
id = "cleo"
roles = ["performer"]

[[weapon]]
id = "colt-2"
kind = "real"

[[act]]
at = "d1 08:00"
report = "draw"
weapon = "colt-2"
by = "ada"
place = "safe"

[[act]]
at = "d1 08:01"
report = "show"
label = "shown"
weapon = "colt-2"
by = "ada"
to = "cleo"
contents = "unknown"

[[act]]
at = "d1 08:02"
request = "hand_over"
weapon = "colt-2"
by = "ada"
to = "cleo"
in_sight = "yes"

[broken]
remove = "shown"
"""

HEAD = """
id = "house"
title = "House"
version = "1"
jurisdiction = ""
binding = false
read = "ours"
not_read = "nothing"
[[document]]
id = "ours"
title = "Our own composition"
where = "here"
"""
RULES = """
[[rule]]
id = "shown"
title = "Shown"
on = "handed_over(w, giver, receiver)"
require = "custody.in_sight(w, giver, receiver)"
duty = ["giver"]
weight = "danger"
say.en = "{receiver} has not been shown {w}."
remedy = { act = "show", weapon = "{w}", by = "{giver}", to = "{receiver}" }
source = { document = "ours", section = "1", standing = "house" }
"""


@pytest.fixture
def day(tmp_path: Path) -> Path:
    """A day file with its house's rulebook beside it."""
    write_house(tmp_path, HEAD, RULES)
    path = tmp_path / "day.toml"
    path.write_text(DAY)
    return path


def write_house(folder: Path, head: str, rules: str) -> None:
    """A rulebook of the house's own, in a folder."""
    (folder / "house" / "rules").mkdir(parents=True, exist_ok=True)
    (folder / "house" / "rulebook.toml").write_text(head)
    (folder / "house" / "rules" / "own.toml").write_text(rules)


def test_a_clean_day_is_exit_0(day: Path) -> None:
    """Nothing open: one line for the request, and the count."""
    ran = run("rehearse", day)
    assert (ran.code, ran.err) == (0, "")
    assert "nothing open" in ran.out
    assert ran.out.rstrip().endswith("1 request, 0 not yet")


def test_a_day_that_is_held_up_is_exit_1(day: Path) -> None:
    """Not shown: who mends it stands under it, in words and as JSON."""
    ran = run("rehearse", day, "--broken")
    assert ran.code == 1
    assert "cleo has not been shown colt-2" in ran.out
    assert "mends it: ada: show colt-2 to cleo" in ran.out
    document = run("rehearse", day, "--broken", "--json").document
    assert document["refused"] == 1
    assert [one["decision"] for one in document["decisions"]] == ["noted", "refuse"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("[day]", "[day", "not TOML"),
        ('to = "cleo"\ncontents', 'to = "clea"\ncontents', "called `clea`"),
        ('"colt-2"\nby = "ada"\nto = "cleo"\nin', '"c"\nby = "ada"\nto = "cleo"\nin', "no weapon"),
        ("d1 08:02", "d1 07:59", "`at` goes back"),
        ('in_sight = "yes"', 'in_sight = "perhaps"', "not a value of `in_sight`"),
        ('id = "cleo"', 'id = "ada"', "a person with the id `ada` already"),
        ('rulebooks = ["house"]', 'rulebooks = ["hause"]', "there is no rulebook"),
        ('remove = "shown"', 'remove = "showm"', "no act has the label `showm`"),
    ],
)
def test_a_day_with_a_mistake_is_exit_2(day: Path, old: str, new: str, words: str) -> None:
    """The mistake is told in one line, nothing is printed as if it were an answer."""
    assert DAY.count(old) >= 1
    day.write_text(DAY.replace(old, new))
    ran = run("rehearse", day)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err


def test_a_mistake_in_an_act_has_its_line(day: Path) -> None:
    """File, line and column stand before the message."""
    day.write_text(DAY.replace('in_sight = "yes"', 'in_sight = "perhaps"'))
    line = DAY.splitlines().index('at = "d1 08:02"')
    assert f"{day}:{line}:1: " in run("rehearse", day).err


def test_a_house_rulebook_that_loosens_is_exit_2(day: Path) -> None:
    """A house may be stricter than what it builds on, never looser; both are told apart."""
    looser = '[parameters]\n"set-practice/misfire-wait".seconds = 10\n'
    head = DAY.replace('["house"]', '["set-practice"]')
    day.write_text(head.replace("[[person]]", looser + "\n[[person]]", 1))
    ran = run("rehearse", day)
    assert (ran.code, ran.out) == (2, "")
    assert "misfire-wait" in ran.err
    write_house(day.parent, HEAD + '[settings."set-practice/misfire-wait"]\nseconds = 10\n', RULES)
    day.write_text(DAY.replace('["house"]', '["set-practice", "house"]'))
    ran = run("rehearse", day)
    assert (ran.code, ran.out) == (2, "")
    assert "misfire-wait" in ran.err


def test_a_rulebook_with_a_mistake_is_exit_2_with_its_place(day: Path) -> None:
    """A formula that cannot be read is told with the rule it stands in."""
    write_house(day.parent, HEAD, RULES.replace("custody.in_sight(w, giver, receiver)", "shown(w,"))
    ran = run("rehearse", day)
    assert (ran.code, ran.out) == (2, "")
    assert "house/shown" in ran.err or "own.toml" in ran.err


def test_a_day_is_kept_where_one_says(day: Path, tmp_path: Path) -> None:
    """With --into the record stays, verifies, and is not written over by the next rehearsal."""
    kept = tmp_path / "kept"
    assert run("rehearse", day, "--into", kept).code == 0
    ran = run("verify", kept)
    assert ran.code == 0
    assert "(training)" in ran.out
    again = run("rehearse", day, "--into", kept)
    assert (again.code, again.out) == (4, "")
    assert run("verify", kept).out == ran.out


def test_a_day_file_that_is_not_there_is_exit_2(tmp_path: Path) -> None:
    """And one that is not text too."""
    assert run("rehearse", tmp_path / "none.toml").code == 2
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    assert run("rehearse", tmp_path / "bytes.toml").code == 2
