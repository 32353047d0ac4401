"""Codes on badges and tags: read as they are typed, with any one wrong character found."""

from __future__ import annotations

import random

import pytest

from provesafe.service import (
    BadCodeError,
    badge_digest,
    grouped,
    is_tag,
    new_badge_code,
    read_badge,
    read_code,
    read_tag,
    tag_code,
)

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def _codes() -> list[str]:
    chance = random.Random(7)
    badges = [new_badge_code(chance.randbytes) for _ in range(20)]
    return [*badges, *(tag_code("example.org/x", f"colt-{n}") for n in range(20))]


def test_a_code_is_read_as_it_is_typed() -> None:
    """Small letters, groups, and O, I and L for their figures give the same code."""
    for code in _codes():
        assert read_code(grouped(code)) == code
        typed = code.lower().replace("0", "o").replace("1", "l")
        assert read_code(f" {typed} ") == code
        assert read_code(f"HTTP://PS.LOCAL/W/{code}") == code


def test_one_wrong_character_is_found() -> None:
    """Whichever character is another one, the code is not taken."""
    code = new_badge_code(random.Random(3).randbytes)
    for place in range(len(code)):
        for other in ALPHABET:
            if other != code[place]:
                with pytest.raises(BadCodeError):
                    read_code(code[:place] + other + code[place + 1 :])


def test_a_badge_is_no_tag() -> None:
    """Where one of the two is asked for, the other is told apart and not taken."""
    for code in _codes():
        right, wrong = (read_tag, read_badge) if is_tag(code) else (read_badge, read_tag)
        assert right(code) == code
        with pytest.raises(BadCodeError, match=r"weapon's tag|somebody's badge"):
            wrong(code)


@pytest.mark.parametrize("typed", ["", "ABC", "colt-2", "0" * 28, "ÄÖÜÄÖÜÄ", "UUUUUUU", "x" * 9000])
def test_what_is_no_code_is_told(typed: str) -> None:
    """Anything that is no code is told so."""
    with pytest.raises(BadCodeError):
        read_code(typed)


def test_tags_are_always_the_same_and_never_shared() -> None:
    """A weapon's tag depends on the record and its id alone, and a taken code is passed over."""
    first = tag_code("example.org/x", "colt-2")
    assert first == tag_code("example.org/x", "colt-2")
    assert first != tag_code("example.org/y", "colt-2")
    assert tag_code("example.org/x", "colt-2", taken=lambda code: code == first) != first


def test_a_digest_tells_nothing_of_the_code() -> None:
    """The digest is that of this code alone, in the record's form."""
    one, other = _codes()[:2]
    assert len(badge_digest(one)) == 43
    assert badge_digest(one) != badge_digest(other)
    assert one not in badge_digest(one)
