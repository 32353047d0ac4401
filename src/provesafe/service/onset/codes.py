"""What stands on a badge and on a weapon's tag: short codes that can be read out and typed.

Crockford's base32 (no I, L, O, U) with its check character, so that one wrong character is found
before anything is looked up. Only codes are used whose check character is one of the 32, so that
every character can be typed with gloves on.

    badge   128 random bits; says nothing about the person; only its digest stands in the record
    tag     30 bits made from the record's own name and the weapon's id: no secret, always the same

Source: https://www.crockford.com/base32.html
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from provesafe.errors import InputError
from provesafe.ledger import encode_base64url

__all__ = [
    "BadCodeError",
    "badge_digest",
    "grouped",
    "is_tag",
    "new_badge_code",
    "read_badge",
    "read_code",
    "read_tag",
    "tag_code",
]

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHECKED_BY = 37

BADGE_BITS = 128
BADGE_CHARACTERS = 27
TAG_BITS = 30
"""LIMIT: a thousand weapons of one record share a tag once in two thousand records; it is looked
up among the record's own weapons, and a clash takes the next code."""
TAG_CHARACTERS = 7


class BadCodeError(InputError):
    """What was scanned or typed is no code of ours, or has a wrong character in it."""

    code = "service.bad_code"


def new_badge_code(random: Callable[[int], bytes]) -> str:
    """A badge's code: 26 characters for 128 random bits, and the check character.

    Args:
        random: gives that many random bytes.
    """
    while True:
        number = int.from_bytes(random(BADGE_BITS // 8), "big")
        # Five codes in 37 end in a character nobody can type; another number is drawn.
        if number % _CHECKED_BY < len(_ALPHABET):
            return _written(number, BADGE_CHARACTERS - 1)


def badge_digest(code: str) -> str:
    """What stands in the record for a badge; the code cannot be found from it."""
    return encode_base64url(hashlib.sha256(b"provesafe.badge/v1\n" + code.encode()).digest())


def tag_code(
    origin: str, weapon: str, *, taken: Callable[[str], bool] = lambda _code: False
) -> str:
    """The code on a weapon's tag: seven characters, the same whenever it is made.

    Args:
        origin: the record's own name.
        weapon: the weapon's id.
        taken: whether another weapon already has a code.
    """
    turn = 0
    while True:
        seed = f"provesafe.tag/v1\n{origin}\n{weapon}\n{turn}".encode()
        number = int.from_bytes(hashlib.sha256(seed).digest()[:4], "big") >> (32 - TAG_BITS)
        code = _written(number, TAG_CHARACTERS - 1)
        if number % _CHECKED_BY < len(_ALPHABET) and not taken(code):
            return code
        turn += 1


def read_code(text: str) -> str:
    """A code as it was scanned or typed, in its one form.

    What a tag's or a badge's symbol holds before the last slash (an address) is passed over; O is
    read as 0, I and L as 1.

    Raises:
        BadCodeError: it is no code, or a character of it is wrong.
    """
    code = text.strip().rsplit("/", 1)[-1].upper().replace("-", "").replace(" ", "")
    code = code.replace("O", "0").replace("I", "1").replace("L", "1")
    if len(code) not in (BADGE_CHARACTERS, TAG_CHARACTERS) or set(code) - set(_ALPHABET):
        raise BadCodeError(
            f"`{text.strip()[:40]}` is not the code of a badge or a tag",
            hint="it has 27 characters on a badge, 7 on a tag",
        )
    number = 0
    for character in code[:-1]:
        number = number * len(_ALPHABET) + _ALPHABET.index(character)
    if number % _CHECKED_BY != _ALPHABET.index(code[-1]):
        raise BadCodeError(
            "one character of the code is wrong", hint="read it out once more, or scan it"
        )
    return code


def read_badge(text: str) -> str:
    """A badge's code, where only a badge is of use.

    Raises:
        BadCodeError: it is no code, a character of it is wrong, or it is a weapon's tag.
    """
    code = read_code(text)
    if is_tag(code):
        raise BadCodeError("this is a weapon's tag", hint="a badge is asked for here")
    return code


def read_tag(text: str) -> str:
    """A tag's code, where only a tag is of use.

    Raises:
        BadCodeError: it is no code, a character of it is wrong, or it is somebody's badge.
    """
    code = read_code(text)
    if not is_tag(code):
        raise BadCodeError("this is somebody's badge", hint="the tag of a weapon is asked for here")
    return code


def is_tag(code: str) -> bool:
    """Whether a code that was read is a weapon's tag; otherwise it is a badge."""
    return len(code) == TAG_CHARACTERS


def grouped(code: str) -> str:
    """A code as it is printed: in groups that can be read out."""
    size = 5 if len(code) > TAG_CHARACTERS else 4
    return "-".join(code[start : start + size] for start in range(0, len(code), size))


def _written(number: int, characters: int) -> str:
    digits = []
    rest = number
    for _ in range(characters):
        rest, digit = divmod(rest, len(_ALPHABET))
        digits.append(_ALPHABET[digit])
    check = number % _CHECKED_BY
    return "".join(reversed(digits)) + (_ALPHABET[check] if check < len(_ALPHABET) else "")
