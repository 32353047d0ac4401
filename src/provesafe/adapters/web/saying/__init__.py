"""What pages say, in the languages of the set: English, Spanish, French.

The words of acts, contents and places come from the one catalogue of set words (`custody`); what
only pages say stands beside it in `words.txt`, a line for each text:

    English | Español | Français

`{name}` is put in as it is. What nobody has translated is said in English, never left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from provesafe import custody

__all__ = ["LANGUAGES", "Say", "catalogue", "page_words", "say_in"]

LANGUAGES: Mapping[str, str] = MappingProxyType(
    {"en": "English", "es": "Español", "fr": "Français"}
)
"""By its two letters, each as it calls itself."""

Say = Callable[..., str]
"""`say("Put away in {place}", place="locker")`, in one language."""

_SLOT = re.compile(r"\{(\w+)\}")


@cache
def page_words(language: str) -> Mapping[str, str]:
    """What pages say in a language, by the English text; empty for English."""
    place = list(LANGUAGES).index(language)
    text = (Path(__file__).parent / "words.txt").read_text("utf-8")
    lines = [line.split(" | ") for line in text.splitlines()]
    return MappingProxyType({line[0]: line[place] for line in lines} if place else {})


def catalogue(language: str) -> Mapping[str, str]:
    """The set words in a language."""
    return custody.CATALOGUES[language]


@cache
def say_in(language: str) -> Say:
    """How a page says its own words in a language; unknown languages are English."""
    words = page_words(language if language in LANGUAGES else "en")

    def say(text: str, **values: object) -> str:
        told = words.get(text, text)
        if not values:
            return told
        # Not str.format: what is put in may hold braces, and stays as it is.
        return _SLOT.sub(lambda found: str(values.get(found[1], found[0])), told)

    return say
