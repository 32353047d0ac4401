"""Rulebooks from where they lie: those shipped with the program, and folders of the user's own.

The folders are read here and nowhere else; what they say is the rulebook room's business.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from provesafe.custody import signature
from provesafe.errors import InputError
from provesafe.ledger import texts_digest
from provesafe.rulebook import (
    Definitions,
    Rulebook,
    Settings,
    Signature,
    load_library,
    parse_definitions,
)

__all__ = [
    "DEFINITIONS",
    "definitions_digest",
    "digest_of_definitions",
    "fact_phrases",
    "kept_name",
    "kept_texts",
    "load_rulebooks",
    "load_texts",
    "rulebook_files",
    "rulebook_signature",
    "shared_definitions",
    "shared_definitions_text",
    "shipped_rulebooks",
    "texts_kept",
]

DEFINITIONS = "definitions.toml"
"""The one file of the set of texts under whose digest the shared definitions are named."""

_TEXT_BYTES_MAX = 1_000_000  # LIMIT: far above any rule file; keeps a stray file from being read.


def shipped_rulebooks() -> tuple[str, ...]:
    """The ids of the rulebooks that come with the program, in order."""
    return tuple(sorted(one.name for one in _shipped().iterdir() if _is_rulebook(one)))


def rulebook_files(name: str) -> dict[str, str]:
    """The files of one rulebook, by their names inside its folder.

    Args:
        name: the id of a shipped rulebook, or the path of a folder.

    Raises:
        InputError: there is no such rulebook, or a file in it cannot be read.
    """
    if name in shipped_rulebooks():
        return dict(_texts(_shipped() / name, ""))
    folder = Path(name)
    if not _is_rulebook(folder):
        known = ", ".join(shipped_rulebooks())
        raise InputError(
            f"there is no rulebook `{name}`",
            hint=f"name a folder with a `rulebook.toml`, or one of {known}",
        )
    return dict(_texts(folder, ""))


def load_rulebooks(
    names: Iterable[str], *, settings: Settings | None = None, with_cases: bool = False
) -> tuple[Rulebook, ...]:
    """Load rulebooks that hold at once, shipped ones and folders alike.

    Args:
        names: ids of shipped rulebooks, or paths of folders.
        settings: values for their parameters, on top of those the rulebooks make for each other.
        with_cases: also check that every rule has its kept and its broken case; a program that
            starts has no time for that.

    Raises:
        InputError: a rulebook is not there, or says something it cannot.
    """
    return load_library(
        [rulebook_files(name) for name in names],
        signature=rulebook_signature(),
        definitions=shared_definitions(),
        settings=settings,
        with_cases=with_cases,
    )


def kept_texts(name: str) -> str:
    """The texts of a rulebook and of the shared definitions, as one JSON document to keep.

    Args:
        name: the id of a shipped rulebook, or the path of a folder.
    """
    kept = {"definitions": shared_definitions_text(), "files": rulebook_files(name)}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)


def kept_name(digest: str, definitions: str) -> str:
    """The name of the file in which a rulebook's texts are kept.

    Args:
        digest: the rulebook's.
        definitions: of the definitions it is read with; empty where its entry names none.
    """
    return f"{digest}-{definitions}.json" if definitions else f"{digest}.json"


def texts_kept(text: str) -> tuple[dict[str, str], str]:
    """Part what `kept_texts` gave into a rulebook's files and the text of the definitions."""
    kept = json.loads(text)
    return dict(kept["files"]), str(kept["definitions"])


def load_texts(
    rulebook: Mapping[str, str], definitions: str, *, settings: Settings | None = None
) -> Rulebook:
    """Load a rulebook from its files and the text of the definitions it is to be read with.

    Args:
        rulebook: its files by name.
        definitions: the text of `definitions.toml`.
        settings: the house's values.
    """
    (book,) = load_library(
        [rulebook],
        signature=rulebook_signature(),
        definitions=_definitions(definitions),
        settings=settings,
        with_cases=False,
    )
    return book


def digest_of_definitions(text: str) -> str:
    """The digest under which a text of shared definitions is named in entries and kept in bundles.

    Not `Definitions.digest`, which is of their meaning: this one anybody can make from the bytes.
    """
    return texts_digest({DEFINITIONS: text.encode("utf-8")})


def definitions_digest() -> str:
    """The digest of the shared definitions that come with the program."""
    return digest_of_definitions(shared_definitions_text())


def rulebook_signature() -> Signature:
    """The predicates that rules may name: those that acts give rise to."""
    return Signature(predicates=dict(signature()))


def shared_definitions() -> Definitions:
    """The definitions that all rulebooks share."""
    return _definitions(shared_definitions_text())


@cache
def _definitions(text: str) -> Definitions:
    """What a text of definitions says; rulebooks taken on together were so with the same one."""
    return parse_definitions(text)


def shared_definitions_text() -> str:
    """Their text as it is shipped."""
    return (_shipped() / DEFINITIONS).read_text("utf-8")


def fact_phrases(language: str = "en") -> Mapping[str, str]:
    """How each fact reads in plain words, by predicate; empty for a language not yet written.

    Args:
        language: a key of `phrases.toml`.
    """
    tables = tomllib.loads((_shipped() / "phrases.toml").read_text("utf-8"))
    phrases: dict[str, str] = tables.get(language, {})
    return phrases


def _shipped() -> Traversable:
    return files("provesafe") / "rulebooks"


def _is_rulebook(folder: Traversable) -> bool:
    return folder.is_dir() and (folder / "rulebook.toml").is_file()


def _texts(folder: Traversable, prefix: str) -> Iterator[tuple[str, str]]:
    for one in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if one.is_dir():
            yield from _texts(one, f"{prefix}{one.name}/")
        elif one.name.endswith(".toml"):
            content = one.read_bytes()
            if len(content) > _TEXT_BYTES_MAX:
                raise InputError(f"`{prefix}{one.name}` has more than {_TEXT_BYTES_MAX} bytes")
            try:
                yield f"{prefix}{one.name}", content.decode("utf-8")
            except UnicodeDecodeError as error:
                raise InputError(f"`{prefix}{one.name}` is not UTF-8 text") from error
