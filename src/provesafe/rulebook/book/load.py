"""A rulebook: its files read, checked and turned into rules that engines can judge.

A rulebook is a folder; here it is a mapping from file names to texts.

    rulebook.toml     id, title, version, jurisdiction, binding, read, not_read, [[document]],
                      [parameters.NAME], [settings."book/rule"]
    rules/NAME.toml   [[rule]] tables: id, title, on, require, duty, weight, force, say, remedy,
                      source, kinds, weapon, persons, only_if, lasts, [rule.parameters.NAME]
    cases/RULE.toml   a short day that keeps the rule, and one edit that breaks it

What loading adds to what the author wrote:

- definitions and parameters are filled in;
- `kinds` becomes a condition of `on` on the rule's weapon (`weapon`, by default `w`): the kind the
  asking act names, or the last one known when it names none;
- a deadline is also met by an incident that suspends its weapon or its `persons`, unless the rule
  says `lasts = true`, as reports of injuries do;
- a rule with `only_if = "flag"`, or with a limit that nobody has set, is set aside with its reason.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from provesafe.rulebook.book.cases import check_case
from provesafe.rulebook.book.filled import Surroundings
from provesafe.rulebook.book.reading import read_rule
from provesafe.rulebook.book.rule import Rule, SetAside
from provesafe.rulebook.book.settings import (
    Parameter,
    Settings,
    SettingValue,
    apply_setting,
    read_parameters,
)
from provesafe.rulebook.book.tables import Table, read_toml
from provesafe.rulebook.definitions import Definitions
from provesafe.rulebook.errors import RulebookError
from provesafe.rulebook.signature import Signature

__all__ = ["Document", "Rulebook", "load_library", "load_rulebook", "settings_of"]

HEAD_FILE = "rulebook.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A source document a rulebook draws on."""

    id: str
    title: str
    where: str
    """Where its text was read; addresses or a description."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """A rulebook as loaded, with the settings in force."""

    id: str
    title: str
    version: str
    jurisdiction: str
    binding: bool
    """False where its sources only advise."""
    documents: tuple[Document, ...]
    read: str
    """What of the sources was read."""
    not_read: str
    """What was not, and so is not in here."""
    parameters: tuple[Parameter, ...]
    """Those all its rules share."""
    settings: Settings
    """What was set for it, by other rulebooks and by hand; loading it with these alone gives the
    same rules again."""
    rules: tuple[Rule, ...]
    set_aside: tuple[SetAside, ...]
    """Rules that do not bind here, or cannot be judged, each with its reason."""
    digest: str
    """SHA-256 over the names and texts of all its files, in name order; hex."""


def load_rulebook(
    files: Mapping[str, str],
    *,
    signature: Signature,
    definitions: Definitions,
    settings: Settings | Sequence[Settings] = (),
    with_cases: bool = True,
) -> Rulebook:
    """Load one rulebook.

    Args:
        files: the text of each file, by its name inside the folder, with `/` between parts.
        signature: the predicates its formulas may use.
        definitions: the shared definitions.
        settings: by `rulebook` or `rulebook/rule`, then by parameter; in layers, each of which
            may only be stricter than the one before. Those for other rulebooks are passed over.
        with_cases: also check that every rule has its kept and its broken case.

    Raises:
        RulebookError: a file is malformed, a rule says something it cannot, a case is missing, or
            a setting loosens a rule; the message says where.
        ParseError: a formula is not in the language.
        WellFormedError: a formula cannot be judged.
    """
    if HEAD_FILE not in files:
        raise RulebookError(f"a rulebook needs a `{HEAD_FILE}`")
    head = read_toml(files[HEAD_FILE], HEAD_FILE)
    book = head.text("id")
    head.place = f"{book}/{HEAD_FILE}"
    layers = _layers(settings, book)
    documents = _documents(head)
    around = Surroundings(
        book=book,
        version=head.text("version"),
        documents={document.id: document.title for document in documents},
        shared=_shared_parameters(head, layers, book),
        layers=layers,
        signature=signature,
        definitions=definitions,
    )
    loaded = _read_rules(files, around)
    if with_cases:
        for one in loaded:
            check_case(files, rule=one.id, book=book)
    _check_names(files, layers, around, frozenset(one.id for one in loaded))
    head.raw("settings")
    rulebook = Rulebook(
        id=book,
        title=head.text("title"),
        version=around.version,
        jurisdiction=head.text("jurisdiction", ""),
        binding=head.truth("binding"),
        documents=documents,
        read=head.text("read"),
        not_read=head.text("not_read"),
        parameters=tuple(around.shared.values()),
        settings=_merged(layers),
        rules=tuple(one for one in loaded if isinstance(one, Rule)),
        set_aside=tuple(one for one in loaded if isinstance(one, SetAside)),
        digest=_digest(files),
    )
    head.done()
    return rulebook


def load_library(
    folders: Sequence[Mapping[str, str]],
    *,
    signature: Signature,
    definitions: Definitions,
    settings: Settings | None = None,
    with_cases: bool = True,
) -> tuple[Rulebook, ...]:
    """Load several rulebooks that hold at once, with the settings they make for each other.

    A house rulebook may set parameters of others in its `[settings]`, only ever stricter; the
    `settings` given here come on top. Nothing else passes from one rulebook to another.

    Args:
        folders: the files of each rulebook, as `load_rulebook` takes them.
        signature: the predicates their formulas may use.
        definitions: the shared definitions.
        settings: by `rulebook` or `rulebook/rule`, then by parameter.
        with_cases: also check that every rule has its kept and its broken case.

    Raises:
        RulebookError: as `load_rulebook`; or two rulebooks have the same id, or a setting given
            here is for none of them.
    """
    layers = [*(settings_of(files) for files in folders), settings or {}]
    books = tuple(
        load_rulebook(
            files,
            signature=signature,
            definitions=definitions,
            settings=layers,
            with_cases=with_cases,
        )
        for files in folders
    )
    ids = [book.id for book in books]
    for one in ids:
        if ids.count(one) > 1:
            raise RulebookError(f"two rulebooks are called `{one}`")
    for target in settings or {}:
        if target.split("/")[0] not in ids:
            near = get_close_matches(target.split("/")[0], ids, n=1)
            hint = f"did you mean `{near[0]}`" if near else f"these are: {', '.join(ids)}"
            raise RulebookError(f"`{target}` is of no rulebook taken on here", hint=hint)
    return books


def settings_of(files: Mapping[str, str]) -> Settings:
    """The settings a rulebook makes for others.

    Raises:
        RulebookError: they are malformed, or for the rulebook itself.
    """
    head = read_toml(files.get(HEAD_FILE, ""), HEAD_FILE)
    book, table = head.text("id"), head.table("settings")
    settings: dict[str, dict[str, SettingValue]] = {}
    for target in table.names():
        if target.split("/")[0] == book:
            raise RulebookError(
                f"{book}/{HEAD_FILE}: `{target}` is its own",
                hint="write the value as the parameter's default",
            )
        inner = table.table(target)
        settings[target] = {name: _setting(inner.raw(name), inner) for name in inner.names()}
    return settings


def _setting(raw: object, table: Table) -> SettingValue:
    match raw:
        case bool() | int():
            return raw
        case list() if all(isinstance(word, str) for word in raw):
            return tuple(str(word) for word in raw)
    raise RulebookError(f"{table.place}: a setting is a number, true or false, or a list of words")


def _layers(settings: Settings | Sequence[Settings], book: str) -> tuple[Settings, ...]:
    given = (settings,) if isinstance(settings, Mapping) else tuple(settings)
    return tuple(
        {target: layer[target] for target in layer if target.split("/")[0] == book}
        for layer in given
    )


def _merged(layers: tuple[Settings, ...]) -> Settings:
    merged: dict[str, dict[str, SettingValue]] = {}
    for layer in layers:
        for target, values in layer.items():
            merged.setdefault(target, {}).update(values)
    return merged


def _shared_parameters(
    head: Table, layers: tuple[Settings, ...], book: str
) -> Mapping[str, Parameter]:
    shared = {p.name: p for p in read_parameters(head.table("parameters"))}
    for layer in layers:
        for name, value in layer.get(book, {}).items():
            if name not in shared:
                raise RulebookError(
                    f"`{book}` has no parameter `{name}` for all its rules",
                    hint=f"it has {', '.join(f'`{n}`' for n in shared) or 'none'}",
                )
            shared[name] = apply_setting(shared[name], value, place=book)
    return shared


def _documents(head: Table) -> tuple[Document, ...]:
    documents: list[Document] = []
    for table in head.tables("document"):
        documents.append(
            Document(id=table.text("id"), title=table.text("title"), where=table.text("where"))
        )
        table.done()
    return tuple(documents)


def _read_rules(files: Mapping[str, str], around: Surroundings) -> tuple[Rule | SetAside, ...]:
    loaded: dict[str, Rule | SetAside] = {}
    for name in sorted(files):
        if name == HEAD_FILE or name.startswith("cases/"):
            continue
        if not name.endswith(".toml"):
            raise RulebookError(f"{around.book}: `{name}` is no file of a rulebook")
        file = read_toml(files[name], f"{around.book}/{name}")
        for table in file.tables("rule"):
            rule = read_rule(table, around)
            if rule.id in loaded:
                raise RulebookError(f"{file.place}: there is already a rule `{rule.id}`")
            loaded[rule.id] = rule
        file.done()
    return tuple(loaded.values())


def _check_names(
    files: Mapping[str, str],
    layers: tuple[Settings, ...],
    around: Surroundings,
    rules: frozenset[str],
) -> None:
    """Check that every setting and every case is for a rule there is."""
    for target in (target for layer in layers for target in layer):
        _, slash, rule = target.partition("/")
        if slash and rule not in rules:
            near = get_close_matches(rule, sorted(rules), n=1)
            hint = f"did you mean `{around.book}/{near[0]}`" if near else ""
            raise RulebookError(f"there is no rule `{target}` to set", hint=hint)
    for name in files:
        rule = name.removeprefix("cases/").removesuffix(".toml")
        if name.startswith("cases/") and rule not in rules:
            raise RulebookError(f"{around.book}/{name}: there is no rule `{rule}`")


def _digest(files: Mapping[str, str]) -> str:
    whole = hashlib.sha256()
    for name in sorted(files):
        for part in (name, files[name]):
            encoded = part.encode()
            whole.update(len(encoded).to_bytes(8, "big") + encoded)
    return whole.hexdigest()
