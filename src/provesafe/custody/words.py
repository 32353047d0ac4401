"""Set words: what people on set read, in one catalogue; acts and states in plain words.

`ENGLISH` maps a key to a text, `SPANISH` and `FRENCH` too; `CATALOGUES` has all three by language.

    word.…        set words of screens, labels and prints
    contents.…    what is in a weapon
    holder.…      who has it, or where it is
    value.…       how the words of enum fields read
    act.…         one sentence for each act, from its declaration

The state of a weapon is its *contents*, in words; "cold" and "hot" are only words that somebody
called. Some words of the workshop are never said here, and no weapon is ever called by the word
that people most want to hear: the record cannot know it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from provesafe.custody.act import Act
from provesafe.custody.fields import Field, FieldValue
from provesafe.custody.french import FRENCH_LINES
from provesafe.custody.spanish import SPANISH_LINES
from provesafe.custody.state import Contents, Weapon
from provesafe.custody.vocabulary import VOCABULARY
from provesafe.errors import invariant

__all__ = [
    "CATALOGUES",
    "ENGLISH",
    "FRENCH",
    "SPANISH",
    "contents_words",
    "holder_words",
    "kind_words",
    "sentence",
]

_WORDS = {
    "word.rule-check": "rule check",
    "word.press": "press",
    "word.not-yet": "not yet",
    "word.nothing-open": "nothing open",
    "word.who-has-it": "who has it",
    "word.locked-away": "locked away",
    "word.empty": "empty",
    "word.loaded-with": "loaded with {contents}",
    "word.line-clear": "line is clear",
    "word.rule-not-met": "rule not met",
    "word.no-entry": "no entry",
    "word.no-entry-open": "no entry, record open",
    "word.no-entry-closed": "record could not receive",
    "word.went-ahead": "went ahead against the rule, with reason",
    "word.stop": "STOP",
    "contents.empty": "EMPTY",
    "contents.dummy": "DUMMIES {count} ({checked} of {count} checked)",
    "contents.blank": "BLANKS {count}",
    "contents.blank-load": "BLANKS {count}, {load}",
    "contents.live": "LIVE ROUND",
    "contents.mixed": "DUMMIES AND BLANKS, {count} (treat as loaded)",
    "contents.unknown": "UNKNOWN (treat as loaded)",
    "contents.not-a-firearm": "NOT A FIREARM ({kind})",
    "contents.fired-cases": "fired cases in it",
    "holder.person": "{holder} has it",
    "holder.locked": "locked away",
    "holder.locked-place": "locked away, {place}",
    "holder.place": "nobody has it, put down at {place}",
    "holder.nobody": "nobody has it, nobody entered where it is",
    "holder.police": "with the police, receipt {receipt}",
    "holder.sent": "sent back to {whom}",
    "holder.missing": "missing",
    "holder.since": "{what}, since {since}",
    "value.yes": "yes",
    "value.no": "no",
    "value.live": "live rounds",
    "value.dummy": "dummies",
    "value.blank": "blanks",
    "value.mixed": "dummies and blanks",
    "value.unknown": "not known",
    "value.real": "real firearm",
    "value.blank-only": "blank-only firearm",
    "value.muzzle safe": "muzzle pointed where nobody is",
    "value.rounds out": "rounds out",
    "value.chambers": "every chamber",
    "value.feed path": "feed path",
    "value.bore": "bore",
    "value.near-person": "near a person",
    "value.at-person": "at a person",
    "value.object": "at a thing",
    "value.away": "away from everyone",
    "value.not-known": "nobody knows how",
    "value.squib-load": "weak shot",
    "value.misfire": "shot that did not come",
    "value.drilled": "by the drilled hole",
    "value.base": "by the base",
    "value.hand": "by hand",
}


def _english() -> Mapping[str, str]:
    """The set words, every value as it is unless it reads otherwise, and the sentences."""
    values = {
        f"value.{value}": value
        for one in VOCABULARY.values()
        for field in one.fields
        for value in field.values
    }
    sentences = {f"act.{one.name}": one.sentence for one in VOCABULARY.values()}
    return MappingProxyType({**values, **_WORDS, **sentences})


ENGLISH: Mapping[str, str] = _english()
"""The catalogue in English: the one a translation is made from."""


def _translated(lines: str) -> Mapping[str, str]:
    """The catalogue that these lines are; an indented one goes on with the one above it."""
    found: dict[str, str] = {}
    key = ""
    for line in lines.splitlines():
        if line.startswith("  "):
            more = line.strip()
            found[key] += more if more.startswith("[") else f" {more}"
            continue
        key, _, text = line.partition(" | ")
        invariant(key in ENGLISH and key not in found, f"`{key}` is no key, or there twice")
        found[key] = text
    return MappingProxyType(found)


SPANISH: Mapping[str, str] = _translated(SPANISH_LINES)
FRENCH: Mapping[str, str] = _translated(FRENCH_LINES)

CATALOGUES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {"en": ENGLISH, "es": SPANISH, "fr": FRENCH}
)
"""By language, as its two letters."""


def kind_words(kind: str, *, say: Mapping[str, str] = ENGLISH) -> str:
    """The word of a kind of rounds or contents as people read it.

    >>> kind_words("live")
    'live rounds'
    """
    return say.get(f"value.{kind}", kind)


def contents_words(weapon: Weapon, *, say: Mapping[str, str] = ENGLISH) -> str:
    """What is in a weapon, as a board or a label says it.

    What cannot fire is called by its kind, unless somebody entered rounds in it: then the entry
    counts, and the kind is what is in doubt.
    """
    contents = weapon.contents
    untouched = contents.kind in ("empty", "unknown") and not contents.rounds
    if not weapon.is_firearm and untouched:
        return say["contents.not-a-firearm"].format(kind=kind_words(weapon.identity.kind, say=say))
    return _loaded_words(contents, say)


def _loaded_words(contents: Contents, say: Mapping[str, str]) -> str:
    """The contents of something that can be loaded."""
    key = f"contents.{contents.kind}"
    if contents.kind == "blank" and contents.load:
        key = "contents.blank-load"
    words = say[key].format(count=contents.count, checked=contents.checked, load=contents.load)
    if contents.kind in ("dummy", "blank") and any(one.spent for one in contents.rounds):
        return f"{words}, {say['contents.fired-cases']}"
    return words


def holder_words(
    weapon: Weapon,
    *,
    since: str = "",
    names: Mapping[str, str] = MappingProxyType({}),
    say: Mapping[str, str] = ENGLISH,
) -> str:
    """Who has a weapon, or where it is.

    Args:
        weapon: its record.
        since: `weapon.since_ms` as the reader's clock shows it; empty leaves it out.
        names: person id -> name to show; ids stand for themselves.
        say: the catalogue.
    """
    if weapon.police_receipt:
        what = say["holder.police"].format(receipt=weapon.police_receipt)
    elif weapon.sent_to:
        what = say["holder.sent"].format(whom=weapon.sent_to)
    elif weapon.missing:
        what = say["holder.missing"]
    elif weapon.holder:
        what = say["holder.person"].format(holder=names.get(weapon.holder, weapon.holder))
    elif weapon.locked:
        key = "holder.locked-place" if weapon.place else "holder.locked"
        what = say[key].format(place=weapon.place)
    elif weapon.place:
        what = say["holder.place"].format(place=weapon.place)
    else:
        what = say["holder.nobody"]
    return say["holder.since"].format(what=what, since=since) if since else what


def sentence(
    act: Act,
    *,
    names: Mapping[str, str] = MappingProxyType({}),
    say: Mapping[str, str] = ENGLISH,
) -> str:
    """An act in one plain sentence.

    Args:
        act: the act.
        names: person id -> name to show; ids stand for themselves.
        say: the catalogue.

    >>> from provesafe.custody.act import parse_act
    >>> sentence(parse_act("put_back", {"weapon": "colt-2", "by": "ada"}), names={"ada": "Ada"})
    'Ada put colt-2 back into use.'
    """
    template = _OPTIONAL.sub(
        lambda found: (
            found.group(1)
            if all(slot in act.fields for slot in _SLOT.findall(found.group(1)))
            else ""
        ),
        say[f"act.{act.name}"],
    )
    shown = {
        field.name: _shown(field, act.fields[field.name], names, say)
        for field in act.type.fields
        if field.name in act.fields
    }
    # Not str.format: what people said may hold braces, and is put in as it is.
    return _SLOT.sub(lambda found: shown[found.group(1)], template)


_OPTIONAL = re.compile(r"\[([^\]]*)\]")
_SLOT = re.compile(r"\{(\w+)\}")


def _shown(
    field: Field, value: FieldValue, names: Mapping[str, str], say: Mapping[str, str]
) -> str:
    """One value as people read it."""
    if isinstance(value, tuple):
        return ", ".join(_shown(field, one, names, say) for one in value)
    if isinstance(value, int):
        if field.kind == "day":
            return f"{value // 10_000:04}-{value // 100 % 100:02}-{value % 100:02}"
        return str(value)
    match field.kind:
        case "person":
            return names.get(value, value)
        case "enum":
            return say.get(f"value.{value}", value)
        case _:
            return value
