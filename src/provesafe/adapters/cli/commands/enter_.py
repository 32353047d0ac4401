"""`provesafe enter DIR ACT field=value …`: one act at the laptop, no app needed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from provesafe import custody
from provesafe.adapters.cli.passphrase import ask_passphrase
from provesafe.adapters.cli.words import decision_lines
from provesafe.adapters.keeping_media import keep_file
from provesafe.adapters.wiring import now_ms, open_production
from provesafe.errors import InputError
from provesafe.service import Ask, Report, ask, decision_document, finish_erasures, read_act, report

__all__ = ["command"]


@click.command(name="enter")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.argument("act", required=False)
@click.argument("fields", nargs=-1, metavar="[FIELD=VALUE]...")
@click.option("--ask", "asking", is_flag=True, help="Ask first; entered only if nothing is open.")
@click.option(
    "--photo",
    "photos",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A picture or a note that belongs to it, named by its hash; repeatable.",
)
@click.option("--happened", metavar="HH:MM", help="When it happened, if earlier today.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def command(
    folder: Path,
    act: str | None,
    fields: tuple[str, ...],
    asking: bool,
    photos: tuple[Path, ...],
    happened: str | None,
    as_json: bool,
) -> int:
    """Enter one act into the production DIR.

    Without --ask it is a report: it has happened, and is entered with the rules it did not meet.
    With --ask it is a request: it is entered as done only when nothing is open; exit status 1
    when it is not yet. Lists are written with commas: to=cleo,basil. What is left out is asked for.
    """
    production = open_production(folder, passphrase=ask_passphrase())
    try:
        name = act or click.prompt("act", err=True)
        given = _given(fields)
        if act is None or not fields:
            given = _prompted(name, given)
        at_ms = now_ms()
        happened_ms = None
        if happened is not None:
            happened_ms = production.times.parse(happened, day=production.times.day_number(at_ms))
            if happened_ms > at_ms:
                raise InputError(
                    f"`{happened}` is still to come",
                    hint="`--happened` is earlier today; what was yesterday is said in words",
                )
        read = read_act(production, name, _lists(name, given), happened_ms=happened_ms)
        if asking and photos:
            raise click.UsageError("--photo belongs to what has happened; leave out --ask")
        if asking:
            decisions = ask(production, Ask(acts=(read,)), now_ms=at_ms)
        else:
            decisions = report(
                production,
                Report(acts=(read,), media=tuple(keep_file(folder, one) for one in photos)),
                now_ms=at_ms,
            )
        for decision in decisions:
            if as_json:
                document = decision_document(decision, production.people)
                click.echo(json.dumps(document, ensure_ascii=False, indent=1))
            else:
                for line in decision_lines(
                    decision, label=production.people.label, clock=production.times.show
                ):
                    click.echo(line)
        for person in finish_erasures(production, now_ms=at_ms):
            click.echo(f"name and details of {person} are erased; copies forget with their backup")
    finally:
        production.store.close()
        production.disclosures.close()
    return 1 if any(one.decision == "refuse" for one in decisions) else 0


def _given(fields: tuple[str, ...]) -> dict[str, str]:
    given = {}
    for field in fields:
        name, equals, value = field.partition("=")
        if not equals:
            raise InputError(f"`{field}` is not field=value", hint="write weapon=colt-2")
        given[name] = value
    return given


def _prompted(name: str, given: dict[str, str]) -> dict[str, str]:
    """Ask for the fields that were not given; an empty answer leaves an optional one out."""
    act_type = custody.VOCABULARY.get(name)
    for field in act_type.fields if act_type else ():
        if field.name in given:
            continue
        words = " | ".join(field.values)
        label = f"{field.name} ({words})" if words else field.name
        default = "" if field.optional else None
        answer = click.prompt(label, default=default, show_default=False, err=True)
        if answer:
            given[field.name] = str(answer)
    return given


def _lists(name: str, given: dict[str, str]) -> dict[str, Any]:
    """Read the texts of the command line as the act's fields want them."""
    act_type = custody.VOCABULARY.get(name)
    read: dict[str, Any] = {}
    for key, value in given.items():
        field = act_type.field(key) if act_type else None
        if field is not None and field.many:
            read[key] = [one.strip() for one in value.split(",")]
        elif field is not None and field.is_integer and value.lstrip("-").isdecimal():
            read[key] = int(value)
        else:
            read[key] = value
    return read
