"""Rulebooks for many sources: each text is loaded and compiled once in a process, and kept.

A fleet's productions took on the same few texts. A process keeps what it compiled for the next
source; what it keeps changes no answer.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from provesafe.adapters.rulebooks import (
    DEFINITIONS,
    digest_of_definitions,
    kept_name,
    load_texts,
    rulebook_files,
    shared_definitions,
    shared_definitions_text,
    shipped_rulebooks,
    texts_kept,
)
from provesafe.adapters.wiring import ADOPTED, OWN_RULEBOOKS, RulebookChangedError
from provesafe.custody import Adoption
from provesafe.errors import InputError
from provesafe.monitor import ColumnProgram
from provesafe.rulebook import Rulebook, Settings, Signature, load_library

__all__ = ["AskedRulebookError", "Shelf", "TextMissingError", "shelf"]

BOOKS_KEPT_MAX = 200
"""LIMIT: rulebooks that one process keeps compiled, some megabytes each."""


class TextMissingError(InputError):
    """The text of a rulebook that was taken on is not there."""

    code = "fleet.text_missing"


class AskedRulebookError(InputError):
    """A rulebook to judge by is not there, or cannot be read."""

    code = "fleet.rulebook"


@dataclass(frozen=True, slots=True)
class Shelf:
    """The rulebooks one process has loaded, and what they compile to."""

    _books: dict[object, Rulebook] = field(default_factory=dict)
    _programs: dict[int, tuple[Rulebook, ColumnProgram]] = field(default_factory=dict)

    def program(self, signature: Signature) -> Callable[[Rulebook], ColumnProgram]:
        """What compiles a rulebook under a signature."""

        def compiled(book: Rulebook) -> ColumnProgram:
            found = self._programs.get(id(book))
            if found is None or found[1].signature != signature:
                # The book is kept beside it, so that no other can come to have its id.
                found = (book, ColumnProgram(book.rules, signature=signature))
                if len(self._programs) >= BOOKS_KEPT_MAX:
                    self._programs.clear()
                self._programs[id(book)] = found
            return found[1]

        return compiled

    def named(self, name: str, signature: Signature) -> Rulebook:
        """A rulebook that somebody asked to judge by: a shipped id, or a folder.

        Raises:
            AskedRulebookError: there is no such rulebook, or it says something it cannot.
        """
        try:
            files = rulebook_files(name)
            key = (name, tuple(sorted(files.items())), id(signature))
            return self._loaded(key, lambda: _load(files, signature))
        except InputError as error:
            raise AskedRulebookError(error.message, hint=error.hint, span=error.span) from error

    def of_folder(self, folder: Path) -> Callable[[Adoption], Rulebook]:
        """What gives the rulebooks that a production took on, as their texts were then."""

        def book_of(adoption: Adoption) -> Rulebook:
            kept = folder / ADOPTED / kept_name(adoption.digest, adoption.definitions)
            if kept.exists():
                return self._of_texts(*texts_kept(kept.read_text("utf-8")), adoption)
            own = folder / OWN_RULEBOOKS / adoption.rulebook
            return self._shipped(adoption, own)

        return book_of

    def of_bundle(self, texts: Mapping[str, Mapping[str, str]]) -> Callable[[Adoption], Rulebook]:
        """The same for a bundle, whose texts come along by digest."""

        def book_of(adoption: Adoption) -> Rulebook:
            files = texts.get(adoption.digest)
            if files is None:
                return self._shipped(adoption, None)
            # A record from before definitions were named is read with those of the program.
            shared = {DEFINITIONS: shared_definitions_text()}
            definitions = texts.get(adoption.definitions, shared).get(DEFINITIONS, "")
            return self._of_texts(files, definitions, adoption)

        return book_of

    def _shipped(self, adoption: Adoption, own: Path | None) -> Rulebook:
        """The text there is now under the name, where it is the one that was taken on."""
        if adoption.rulebook in shipped_rulebooks():
            files = rulebook_files(adoption.rulebook)
        elif own is not None and own.is_dir():
            files = rulebook_files(str(own))
        else:
            raise TextMissingError(
                f"the text of the rulebook `{adoption.rulebook}` is not here",
                hint="name the rulebooks to judge by: `--rulebook`",
            )
        return self._of_texts(files, shared_definitions_text(), adoption)

    def _of_texts(self, files: Mapping[str, str], definitions: str, adoption: Adoption) -> Rulebook:
        """What was taken on, from texts that should be those of then."""
        named = adoption.definitions
        if named and digest_of_definitions(definitions) != named:
            raise RulebookChangedError(
                f"the definitions that `{adoption.rulebook}` was read with are not here",
                hint="name the rulebooks to judge by: `--rulebook`",
            )
        key = (tuple(sorted(files.items())), definitions, adoption.settings)
        settings = _settings(adoption)
        found = self._loaded(key, lambda: load_texts(files, definitions, settings=settings))
        return _same(found, adoption)

    def _loaded(self, key: object, load: Callable[[], Rulebook]) -> Rulebook:
        found = self._books.get(key)
        if found is None:
            if len(self._books) >= BOOKS_KEPT_MAX:
                self._books.clear()
            found = self._books[key] = load()
        return found


@lru_cache(maxsize=1)
def shelf() -> Shelf:
    """The shelf of this process."""
    return Shelf()


def _load(files: Mapping[str, str], signature: Signature) -> Rulebook:
    (book,) = load_library(
        [files], signature=signature, definitions=shared_definitions(), with_cases=False
    )
    return book


def _settings(adoption: Adoption) -> Settings:
    found: Settings = json.loads(adoption.settings) if adoption.settings else {}
    return found


def _same(book: Rulebook, adoption: Adoption) -> Rulebook:
    if adoption.digest and book.digest != adoption.digest:
        raise RulebookChangedError(
            f"the rulebook `{book.id}` is not the text that was taken on",
            hint="name the rulebooks to judge by: `--rulebook`",
        )
    return book
