"""`provesafe rules …`: what the rulebooks say, where it comes from, and what it means."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from provesafe.adapters.cli.files import read_text, write_new
from provesafe.adapters.rulebooks import (
    fact_phrases,
    load_rulebooks,
    rulebook_files,
    rulebook_signature,
    shared_definitions,
    shipped_rulebooks,
)
from provesafe.errors import InputError
from provesafe.monitor import classify
from provesafe.rulebook import Rule, Rulebook, plain_language, render, render_signature
from provesafe.service import Checked, DayFile, check_rulebook, parse_day_file

__all__ = ["command"]

WIDTH = 100


@click.group(name="rules")
def command() -> None:
    """Rulebooks: list, show, explain, compare, check, export."""


@command.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def list_rulebooks(as_json: bool) -> None:
    """Every shipped rulebook: what was read for it, and what was not."""
    books = load_rulebooks(shipped_rulebooks())
    if as_json:
        _print_json({"schema": "provesafe.rulebooks/v1", "rulebooks": [_book(b) for b in books]})
        return
    for book in books:
        binds = "binding" if book.binding else "advisory"
        click.echo(f"{click.style(book.id, bold=True)}  {len(book.rules)} rules, {binds}")
        click.echo(f"  {book.title}, version {book.version}")
        _wrapped("read:     ", book.read)
        _wrapped("not read: ", book.not_read)
        for aside in book.set_aside:
            _wrapped("set aside: ", f"{aside.id}: {aside.reason}")
        click.echo()


@command.command(name="show")
@click.argument("rulebook")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def show_rulebook(rulebook: str, as_json: bool) -> None:
    """The rules of RULEBOOK (an id or a folder), one line each."""
    (book,) = load_rulebooks([rulebook])
    if as_json:
        _print_json({"schema": "provesafe.rulebook/v1", **_book(book)})
        return
    for rule in book.rules:
        klass = classify(rule.on, rule.require).klass
        click.echo(f"{rule.weight:<7} {klass:<9} {rule.id:<28} {rule.title}")
    click.echo(f"{len(book.rules)} rules; `provesafe rules explain {book.id}/RULE` says more")


@command.command(name="explain")
@click.argument("rule")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def explain_rule(rule: str, as_json: bool) -> None:
    """One RULE (`rulebook/rule`): its words, source, formula and who mends it."""
    found = _rule(rule)
    if as_json:
        _print_json({"schema": "provesafe.rule/v1", **_rule_document(found)})
        return
    click.echo(click.style(f"{found.name}: {found.title}", bold=True))
    _wrapped("says:    ", found.say["en"])
    _wrapped("source:  ", f"{found.source.document}, {found.source.section}")
    _wrapped("weight:  ", found.weight)
    _wrapped("owed by: ", ", ".join(found.duty))
    _wrapped("binds:   ", ", ".join(found.kinds) if found.kinds else "every kind of weapon")
    classified = classify(found.on, found.require)
    _wrapped("decided: ", f"{classified.klass}, because it {classified.reason}")
    if found.remedy:
        fields = ", ".join(f"{name} = {value}" for name, value in found.remedy.fields.items())
        wait = f", then wait {found.remedy.wait_seconds} s" if found.remedy.wait_seconds else ""
        _wrapped("mends:   ", f"{found.remedy.act} ({fields}){wait}")
    if found.no_remedy:
        _wrapped("mends:   ", f"nothing: {found.no_remedy}")
    for parameter in found.parameters:
        _wrapped(
            "number:  ", f"{parameter.name} = {parameter.value}, stricter is {parameter.stricter}"
        )
    click.echo("\nin plain words")
    told = plain_language(
        found,
        signature=rulebook_signature(),
        definitions=shared_definitions(),
        phrases=fact_phrases(),
    )
    for line in told.splitlines():
        click.echo(f"  {line}")
    click.echo("\nas its author wrote it")
    _wrapped("  when     ", found.on_text)
    _wrapped("  required ", found.require_text)
    click.echo("\nas engines read it (a row is a rule not met)")
    _wrapped("  ", render(found.violation))


@command.command(name="diff")
@click.argument("one")
@click.argument("other")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def diff_rulebooks(one: str, other: str, as_json: bool) -> int:
    """What two rulebooks ask that the other does not, and what both ask differently.

    Exit status 1 when they differ.
    """
    (left,), (right,) = load_rulebooks([one]), load_rulebooks([other])
    a, b = ({rule.id: rule for rule in book.rules} for book in (left, right))
    changed = [i for i in sorted(a.keys() & b.keys()) if _meaning(a[i]) != _meaning(b[i])]
    only_a, only_b = sorted(a.keys() - b.keys()), sorted(b.keys() - a.keys())
    if as_json:
        _print_json(
            {
                "schema": "provesafe.rules-diff/v1",
                "only_first": only_a,
                "only_second": only_b,
                "different": changed,
            }
        )
    else:
        _listed(f"only in {left.id}", [f"{i}: {a[i].title}" for i in only_a])
        _listed(f"only in {right.id}", [f"{i}: {b[i].title}" for i in only_b])
        _listed("in both, asked differently", [f"{i}: {a[i].title}" for i in changed])
        if not (only_a or only_b or changed):
            click.echo("they ask the same")
    return 1 if only_a or only_b or changed else 0


@command.command(name="check")
@click.argument("rulebooks", nargs=-1)
@click.option(
    "--days",
    multiple=True,
    type=click.Path(exists=True, path_type=Path),
    help="A day file, or a folder of them, to look for occasions in; repeatable.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def check_rulebooks(rulebooks: tuple[str, ...], days: tuple[Path, ...], as_json: bool) -> int:
    """Check RULEBOOKS (ids or folders; all shipped ones if none is named).

    Each rule by its kept and its broken case; with --days also which rules no day asks and which
    parameters nobody sets. Exit status 1 when a case is not in order.
    """
    read = [
        parse_day_file(read_text(path), source=str(path))
        for given in days
        for path in (sorted(given.glob("*.toml")) if given.is_dir() else [given])
    ]
    found = [_check(name, read) for name in rulebooks or shipped_rulebooks()]
    if as_json:
        _print_json(
            {"schema": "provesafe.rules-check/v1", "rulebooks": [_checked(c) for c in found]}
        )
    for checked in found if not as_json else []:
        in_order = checked.rules - len(checked.faults)
        click.echo(f"{checked.rulebook}: {in_order} of {checked.rules} rules in order")
        _listed("  cases", [f"{one.rule}: {one.words}" for one in checked.faults])
        _listed("  no day asks", checked.never_asked)
        _listed("  nobody sets", checked.never_set if read else ())
    return 1 if any(checked.faults for checked in found) else 0


def _check(name: str, days: Sequence[DayFile]) -> Checked:
    files = rulebook_files(name)
    cases = {
        path.removeprefix("cases/").removesuffix(".toml"): text
        for path, text in files.items()
        if path.startswith("cases/")
    }
    # A rule that waits for a house's number is checked with the number its own case gives it.
    settings: dict[str, dict[str, Any]] = {}
    for rule, text in cases.items():
        for target, values in parse_day_file(text, source=f"cases/{rule}.toml").settings.items():
            settings.setdefault(target, {}).update(values)
    (book,) = load_rulebooks([name], settings=settings, with_cases=True)
    return check_rulebook(book, cases, days)


def _checked(checked: Checked) -> dict[str, Any]:
    return {
        "rulebook": checked.rulebook,
        "rules": checked.rules,
        "faults": [{"rule": one.rule, "words": one.words} for one in checked.faults],
        "never_asked": list(checked.never_asked),
        "never_set": list(checked.never_set),
    }


@command.command(name="export")
@click.argument("rulebook")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def export_rulebook(rulebook: str, folder: Path) -> None:
    """Write RULEBOOK for other monitors: one .sig, and one .mfotl for each rule.

    The formula of each file is the violation: its rows are the occasions on which it was not met.
    """
    (book,) = load_rulebooks([rulebook])
    write_new(folder / "custody.sig", render_signature(rulebook_signature()))
    for rule in book.rules:
        write_new(folder / f"{rule.id}.mfotl", render(rule.violation) + "\n")
    click.echo(f"wrote {len(book.rules)} formulas and their signature to {folder}")


def _rule(name: str) -> Rule:
    book_name, _, rule_id = name.rpartition("/")
    if not book_name:
        raise InputError(f"`{name}` names no rulebook", hint="write it as `rulebook/rule`")
    (book,) = load_rulebooks([book_name])
    for rule in book.rules:
        if rule.id == rule_id:
            return rule
    known = ", ".join(rule.id for rule in book.rules)
    raise InputError(f"`{book.id}` has no rule `{rule_id}`", hint=f"it has {known}")


def _meaning(rule: Rule) -> tuple[object, ...]:
    return (rule.violation, rule.weight, rule.force, rule.kinds)


def _book(book: Rulebook) -> dict[str, Any]:
    return {
        "id": book.id,
        "title": book.title,
        "version": book.version,
        "jurisdiction": book.jurisdiction,
        "binding": book.binding,
        "read": book.read,
        "not_read": book.not_read,
        "digest": book.digest,
        "rules": [_rule_document(rule) for rule in book.rules],
        "set_aside": [{"id": one.id, "reason": one.reason} for one in book.set_aside],
    }


def _rule_document(rule: Rule) -> dict[str, Any]:
    classified = classify(rule.on, rule.require)
    return {
        "id": rule.id,
        "rulebook": rule.rulebook,
        "version": rule.version,
        "title": rule.title,
        "say": dict(rule.say),
        "weight": rule.weight,
        "force": rule.force,
        "duty": list(rule.duty),
        "kinds": list(rule.kinds) if rule.kinds else None,
        "source": {
            "document": rule.source.document,
            "section": rule.source.section,
            "standing": rule.source.standing,
            "row": rule.source.row or None,
        },
        "remedy": {"act": rule.remedy.act, **rule.remedy.fields} if rule.remedy else None,
        "no_remedy": rule.no_remedy,
        "class": classified.klass,
        "class_reason": classified.reason,
        "key": rule.key,
        "on": rule.on_text,
        "require": rule.require_text,
        "violation": render(rule.violation),
    }


def _listed(title: str, lines: Sequence[str]) -> None:
    if lines:
        click.echo(click.style(title, bold=True))
    for line in lines:
        click.echo(f"  {line}")


def _wrapped(lead: str, text: str) -> None:
    click.echo(
        textwrap.fill(
            " ".join(text.split()),
            width=WIDTH,
            initial_indent=lead,
            subsequent_indent=" " * len(lead),
            break_on_hyphens=False,
        )
    )


def _print_json(document: dict[str, Any]) -> None:
    click.echo(json.dumps(document, ensure_ascii=False, indent=1))
