"""What pages say, in the languages of the set: English, Spanish, French.

The words of acts, contents and places come from the one catalogue of set words (`custody`); what
only pages and rules say stands beside it in `*.txt`, a line for each text:

    English | Español | Français

`{name}` is put in as it is. What nobody has translated is said in English, never left out; what is
said on pages, in scripts and by the shipped rules has every language, and a test keeps it so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType

from provesafe import custody

__all__ = ["LANGUAGES", "Say", "catalogue", "each_said", "page_words", "rule_words", "say_in"]

LANGUAGES: Mapping[str, str] = MappingProxyType(
    {"en": "English", "es": "Español", "fr": "Français"}
)
"""By its two letters, each as it calls itself."""

Say = Callable[..., str]
"""`say("Put away in {place}", place="locker")`, in one language."""

_SLOT = re.compile(r"\{(\w+)\}")
_RULES = "rules.txt"

SHAPE_LETTERS = 12
"""LIMIT: a text with fewer letters of its own would be taken for too many others."""


def _read(file: Path, place: int) -> dict[str, str]:
    lines = [line.split(" | ") for line in file.read_text("utf-8").splitlines()]
    return {line[0]: line[place] for line in lines}


@cache
def page_words(language: str) -> Mapping[str, str]:
    """What pages say in a language, by the English text; empty for English."""
    place = list(LANGUAGES).index(language)
    if not place:
        return MappingProxyType({})
    theirs = custody.CATALOGUES[language]
    found = {
        said: theirs[key]
        for key, said in custody.ENGLISH.items()
        if key.startswith("value.") and key in theirs
    }
    for file in sorted(Path(__file__).parent.glob("*.txt")):
        if file.name != _RULES:
            found |= _read(file, place)
    return MappingProxyType(found)


@cache
def rule_words(language: str) -> Mapping[str, str]:
    """What the shipped rules say in a language, by the English text of the rule."""
    place = list(LANGUAGES).index(language)
    return MappingProxyType(_read(Path(__file__).parent / _RULES, place) if place else {})


def catalogue(language: str) -> Mapping[str, str]:
    """The set words in a language."""
    return custody.CATALOGUES[language]


@cache
def say_in(language: str) -> Say:
    """How a page says its own words in a language; unknown languages are English."""
    language = language if language in LANGUAGES else "en"
    words = page_words(language)
    rules = rule_words(language)
    shapes = _shapes(words)

    @lru_cache(maxsize=2_000)
    def by_shape(text: str) -> str:
        """A text that was put together elsewhere, known by the words around what was put in."""
        for shape, told in shapes:
            if found := shape.fullmatch(text):
                return _filled(told, found.groupdict())
        return text

    def say(text: str, **values: object) -> str:
        told = words.get(text) or rules.get(text)
        if values:
            return _filled(told or text, values)
        return told or (by_shape(text) if shapes else text)

    return say


def each_said(say: Say, words: Iterable[str], between: str = ", ") -> str:
    """Several words, each in the language: roles, states, who can do something."""
    return between.join(say(one) for one in words if one)


def _filled(text: str, values: Mapping[str, object]) -> str:
    # Not str.format: what is put in may hold braces, and stays as it is.
    return _SLOT.sub(lambda found: str(values.get(found[1], found[0])), text)


def _shapes(words: Mapping[str, str]) -> list[tuple[re.Pattern[str], str]]:
    """How the texts with something put in look, those with the most words of their own first."""
    found = []
    for text, told in words.items():
        pieces = _SLOT.split(text)
        names = pieces[1::2]
        letters = sum(map(len, pieces[::2]))
        if not names or letters < SHAPE_LETTERS or len(set(names)) < len(names):
            continue
        shape = "".join(
            f"(?P<{piece}>.+)" if place % 2 else re.escape(piece)
            for place, piece in enumerate(pieces)
        )
        found.append((letters, re.compile(shape, re.DOTALL), told))
    found.sort(key=lambda one: -one[0])
    return [(shape, told) for _, shape, told in found]
