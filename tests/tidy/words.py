"""Words that must not be said, and where.

- the charter's words: nowhere in the pages, the program's own texts, the rulebooks, the examples;
  the one page that may name them is the charter, which says that they are never said;
- screen words: never in a text that a person on set reads (the catalogue of set words, what a
  shipped rule says);
- marks of unfinished work: nowhere, unless they name an issue or a decision;
- a machine's own paths and the addresses of package indexes: in no file.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping

from tidy.source import Module

THE_ONE_PAGE = "docs/charter.md"

CHARTER = re.compile(
    r"\b(safer|certified|compliant|approved|guaranteed|prevents|would have prevented"
    r"|tamper[- ]?proof|court[- ]?proof)\b",
    re.IGNORECASE,
)
# What somebody else's document is called, or said, is theirs to say.
QUOTED_KEYS = ("document", "section", "quote", "url", "standing", "row", "sources")

SCREEN = re.compile(
    r"\b(gates?|verdicts?|violations?|violated|omissions?|overrid(?:es?|den)|custody|failures?"
    r"|permitted)\b|^(hold|permit|safe)$|(?<!right to )\brefus(?:e|es|ed|al)\b"
    r"|\b(?:is|are|now|made|declared|all) safe\b|(?-i:\bSAFE\b)"
    r"|\blive\b(?![- ](?:rounds?|ammunition))",
    re.IGNORECASE | re.MULTILINE,
)

_UNFINISHED = ("FIX" + "ME", "XX" + "X")
_LATER = re.compile("TO" + r"DO\b(?!\((?:#\d+|decision \d{4})\))")

MACHINE = re.compile(
    r"(?<![\w./-])/(?:home|root|Users|work|opt/pypi|mnt|media|srv)/[\w.-]+"
    r"|\b[A-Z]:\\\\?Users\b"
    r"|--(?:extra-)?index-url|--(?:find-links|trusted-host)\b|index-url\s*="
    r"|https?://[^\s)\"'>]*/simple\b|file:/{3}"
)


def charter_problems(texts: Mapping[str, str]) -> list[str]:
    """Every word the charter never says, in any text but the page that names them."""
    return [
        f"{place}: `{found.group()}` is never said (docs/charter.md)"
        for place, text in sorted(texts.items())
        if place != THE_ONE_PAGE
        for found in CHARTER.finditer(text)
    ]


def screen_problems(texts: Mapping[str, str]) -> list[str]:
    """Every word of the workshop in a text that people on set read."""
    return [
        f"{place}: `{found.group()}` is not a word for people on set (docs/glossary.md)"
        for place, text in sorted(texts.items())
        for found in SCREEN.finditer(text)
    ]


def unfinished_problems(texts: Mapping[str, str]) -> list[str]:
    """Every mark of unfinished work that names neither an issue nor a decision."""
    problems: list[str] = []
    for place, text in sorted(texts.items()):
        for number, line in enumerate(text.splitlines(), start=1):
            marks = [mark for mark in _UNFINISHED if re.search(rf"\b{mark}\b", line)]
            marks += _LATER.findall(line)
            problems += [f"{place}:{number}: `{mark}` names no issue" for mark in marks]
    return problems


def machine_problems(texts: Mapping[str, str]) -> list[str]:
    """Every path of one machine and every address of a package index."""
    return [
        f"{place}:{text.count(chr(10), 0, found.start()) + 1}: `{found.group()}` is this machine's"
        for place, text in sorted(texts.items())
        for found in MACHINE.finditer(text)
    ]


def program_texts(modules: Iterable[Module]) -> dict[str, str]:
    """Every string of the program, docstrings included, by its line."""
    return {
        f"{module.path}:{node.lineno}": node.value
        for module in modules
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def data_texts(path: str, text: str) -> dict[str, str]:
    """Every string of a TOML file that is ours to word, by its key."""
    return dict(_strings(path, tomllib.loads(text)))


def set_texts(path: str, text: str) -> dict[str, str]:
    """What people on set read of a TOML file: a catalogue of set words, or what rules say.

    A file named `set_words.toml` is read whole, in English; of a rulebook's rules, the titles,
    the sayings and the names.
    """
    strings = data_texts(path, text)
    if path.endswith("/set_words.toml"):
        return {place: said for place, said in strings.items() if not _is_translation(place)}
    return {
        place: said
        for place, said in strings.items()
        if re.search(r": rule\.\d+\.(title|say\.en)$", place)
    }


def _is_translation(place: str) -> bool:
    return bool(re.search(r"\.(?!en$)[a-z]{2}$", place))


def _strings(place: str, value: object) -> Iterator[tuple[str, str]]:
    mark = "." if ": " in place else ": "
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from _strings(f"{place}{mark}{index}", one)
    elif isinstance(value, dict):
        for key, one in value.items():
            if key not in QUOTED_KEYS:
                yield from _strings(f"{place}{mark}{key}", one)
