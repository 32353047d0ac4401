"""Concerns without a trace: somebody tries to tell author and minute, and cannot."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

import pytest

from in_memory import Day, House
from provesafe.adapters.days.spool import TAKEN, WORDS_MAX, empty, leave, pour, stir
from provesafe.adapters.keys import WEAKEST, Ed25519Key, KeyFileError, generate_key, save_key
from provesafe.errors import InputError
from provesafe.ledger import parse_entry
from provesafe.service import Left, enter_left, half_day

KEY = generate_key()
# An id of a person as a value; a digest that happens to begin with the same two letters is longer.
PERSON = re.compile(rb'"P-[^"]{1,40}"')
ONE, OTHER = "the aisle is blocked", "nobody showed me the second one"


def folder_at(path: Path) -> Path:
    """A folder with the laptop's key in it."""
    path.mkdir()
    save_key(KEY.named("laptop"), path / "keys" / "laptop.json", passphrase="", strength=WEAKEST)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Such a folder."""
    return folder_at(tmp_path / "dc")


def test_what_is_left_comes_out_once(folder: Path) -> None:
    """Everything is there at noon, what was left meanwhile stays, and nothing comes twice."""
    for words in (ONE, OTHER, TAKEN):
        leave(folder, words)
    poured = pour(folder, KEY)
    assert sorted(poured.concerns) == sorted([ONE, OTHER])
    assert poured.taken == 1
    leave(folder, "third")
    empty(folder, poured)
    assert pour(folder, KEY).concerns == ("third",)


def test_nobody_reads_it_before_and_nobody_else_at_all(folder: Path) -> None:
    """The file holds none of the words, and opens with the laptop's key alone."""
    leave(folder, ONE)
    data = (folder / "spool").read_bytes()
    telling = [word for word in ONE.split() if len(word) > 4]  # a short one may turn up by chance
    assert telling
    assert not any(word.encode() in data for word in telling)
    with pytest.raises(KeyFileError):
        pour(folder, Ed25519Key(bytes(32)))


def test_all_boxes_look_alike(folder: Path) -> None:
    """A long concern, a short one and a taken record have one length, and never the same bytes."""
    lengths, seen = set(), set()
    for count, words in enumerate(("x", "y" * WORDS_MAX, "é" * WORDS_MAX, TAKEN, "x"), start=1):
        leave(folder, words)
        data = (folder / "spool").read_bytes()
        lengths.add(len(data) / count)
        seen.add(data)
    assert (len(lengths), len(seen)) == (1, 5)


def test_the_files_tell_no_minute(folder: Path) -> None:
    """The spool is dated 1970 always, and its folder as it was before."""
    os.utime(folder, (1000, 1000))
    for words in (ONE, "", OTHER):
        if words:
            leave(folder, words)
        else:
            stir(folder)
        assert (folder / "spool").stat().st_mtime_ns == 0
        assert folder.stat().st_mtime == 1000
    assert sorted(path.name for path in folder.iterdir()) == ["keys", "spool"]


def test_stirring_writes_the_file_anew(folder: Path) -> None:
    """A program that runs writes it each minute, so that its last writing tells nothing."""
    leave(folder, ONE)
    first = (folder / "spool").stat().st_ino, (folder / "spool").stat().st_ctime_ns
    time.sleep(0.02)
    stir(folder)
    then = (folder / "spool").stat()
    assert first[1] != then.st_ctime_ns
    assert pour(folder, KEY).concerns == (ONE,)


@pytest.mark.parametrize("words", ["", " \n", "x" * (WORDS_MAX + 1)])
def test_nothing_and_too_much_is_not_kept(folder: Path, words: str) -> None:
    """A slip at the keyboard is an error there, and leaves nothing behind."""
    with pytest.raises(InputError):
        leave(folder, words)
    assert not (folder / "spool").exists()


def world(path: Path, order: tuple[str, str], author: str, minute: int) -> Day:
    """A morning in which two concerns are left, by somebody, in some order, at some minute."""
    house = House.of()
    day = house.begin({"ada": ("armorer",), "cleo": ("performer",), "jonas": ("producer",)})
    folder = folder_at(path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("USER", author)
        patch.setattr(time, "time_ns", lambda: minute * 60_000_000_000)
        for words in order:
            leave(folder, words)
    day.at("d1 12:00")
    poured = pour(folder, KEY)
    enter_left(day.production, Left(concerns=poured.concerns, taken=1), now_ms=day.now_ms)
    empty(folder, poured)
    return day


def test_the_mixing_is_a_mixing(folder: Path) -> None:
    """What was left first comes out first about as often as not."""
    firsts = set()
    for word in ("1", "2", "3", "4"):
        leave(folder, word)
    for _ in range(60):
        firsts.add(pour(folder, KEY).concerns[0])
    assert firsts == {"1", "2", "3", "4"}


def test_the_entry_rests_on_nobody(tmp_path: Path) -> None:
    """No person, no grade, no device but the laptop, no time but noon; one entry for all."""
    day = world(tmp_path / "dc", (ONE, OTHER), "ada", 500)
    entries = [parse_entry(raw) for raw in day.house.store.entries()][-3:]
    assert [one.entry_class for one in entries] == ["taken", "act", "received"]
    taken, concerns, _ = entries
    assert set(taken.fields) == {"v", "class", "dev", "seq", "prev", "seen", "t", "count"}
    assert concerns.body.statements == ()
    assert {one.fields["t"] for one in entries} == {day.now_ms}
    acts = concerns.fields["acts"]
    assert isinstance(acts, list)
    assert len(acts) == 2
    assert not any(PERSON.search(one.raw) for one in entries)


def test_a_half_day_is_a_morning_or_an_afternoon() -> None:
    """A night's shoot is in the afternoon of its day until the next one opens."""
    day = House.of().begin({"ada": ("armorer",)})
    names = [half_day(day.production, day.at(at).now_ms)[1] for at in ("d1 09:00", "d1 13:00")]
    assert names == ["morning", "afternoon"]
