"""Words that generated text never says of a person or an occurrence, and what it says instead.

The product says what was entered, what somebody said, what differs and what has no entry. It never
weighs a speaker, never says what ought to have been, never finds a cause. Quoted words are left
alone: what stands between quotation marks is somebody else's. Words that are never said anywhere
are kept out of the program's own texts by its house rules, not here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Worded", "wording_problems"]

_SAY_SAID = "say “said”; the publication's own verb is kept as data"
_SAY_ENTRY = "say what was entered, or that there is no entry"
_SAY_NOTHING = "leave it out: it weighs a person"
_INSTEAD: tuple[tuple[str, str], ...] = (
    (r"claim(?:ed|s|ing)", _SAY_SAID),
    (r"admit(?:ted|s|ting)?", _SAY_SAID),
    (r"den(?:y|ied|ies|ying)", "say that somebody said it did not happen"),
    (r"confess(?:ed|es|ing)?", _SAY_SAID),
    (r"insist(?:ed|s|ing)?", _SAY_SAID),
    (r"alleg(?:ed|es|edly|ing|ation|ations)", _SAY_SAID),
    (r"fail(?:ed|s|ing|ure|ures)?\s(?:to|in)", _SAY_ENTRY),
    (r"neglect(?:ed|s|ing|ful)?|negligen(?:t|ce|tly)", _SAY_ENTRY),
    (r"(?:should|could|ought\sto)\shave", "say what the rule asks and what was entered"),
    (r"if\sonly", _SAY_NOTHING),
    (r"obvious(?:ly)?|careless(?:ly|ness)?|reckless(?:ly|ness)?", _SAY_NOTHING),
    (r"fault|faults|blame[ds]?|blaming|guilt|guilty|culpab(?:le|ility)|liable", _SAY_NOTHING),
    (r"culprits?|suspects?|shooters?|perpetrators?|victims?", "say the role"),
    (r"accidents?|accidental(?:ly)?", "say “occurrence”"),
    (r"changed\s(?:his|her|their)\sstory|contradict(?:s|ed|ion)?|lied|lying", "say “differs”"),
    (r"tragic(?:ally)?|tragedy|shocking(?:ly)?", _SAY_NOTHING),
    (r"caus(?:e|es|ed|ing)\s(?:of|by|the)", "say what came before what"),
)
_PATTERNS = tuple(
    (re.compile(rf"\b(?:{words})\b", re.IGNORECASE), instead) for words, instead in _INSTEAD
)
_QUOTED = re.compile(r"“[^“”]*”|\"[^\"\n]*\"|‘[^‘’\n]{3,}’")


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded:
    """A word at `[start, end)` of the text that is not to be said, and what to do instead."""

    start: int
    end: int
    text: str
    instead: str


def wording_problems(text: str) -> tuple[Worded, ...]:
    """Every word outside quotation marks that generated text may not say, in order."""
    blank = _QUOTED.sub(lambda match: " " * len(match[0]), text)
    found = [
        Worded(start=match.start(), end=match.end(), text=match[0], instead=instead)
        for pattern, instead in _PATTERNS
        for match in pattern.finditer(blank)
    ]
    return tuple(sorted(found, key=lambda one: (one.start, one.end)))
