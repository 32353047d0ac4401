"""`provesafe print KIND DIR`: the day's sheets as PDF, to keep and to sign."""

from __future__ import annotations

import contextlib
import secrets
from datetime import date, datetime
from pathlib import Path
from typing import get_args

import click

from provesafe import custody
from provesafe.adapters.cli.passphrase import ask_passphrase
from provesafe.adapters.print import (
    IN_LANGUAGES,
    KINDS,
    PrintedBadge,
    Symbol,
    last_day,
    print_sheet,
    zpl_tags,
)
from provesafe.adapters.saying import LANGUAGES
from provesafe.adapters.web.desk import DESK, Desk
from provesafe.adapters.wiring import now_ms, open_production, view_production
from provesafe.errors import InputError, UnavailableError
from provesafe.service import Production, Report, badge_digest, new_badge_code, report

__all__ = ["command"]

AT_LAPTOP = "whoever is at the laptop"


@click.command(name="print")
@click.argument("kind", type=click.Choice(tuple(KINDS)))
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="Shooting day; the last one.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Where to write it.")
@click.option(
    "--language",
    type=click.Choice(tuple(LANGUAGES)),
    default="en",
    help="Of badges, cards and plan: what people hold in their hands.",
)
@click.option(
    "--zpl",
    type=click.Choice(get_args(Symbol)),
    help="Of tags: for a label printer, with a code of this kind.",
)
def command(
    kind: str,
    folder: Path,
    day: datetime | None,
    out: Path | None,
    language: str,
    zpl: Symbol | None,
) -> None:
    """Write the sheet KIND of the production DIR as PDF/A, also read aloud by machines.

    The same record and day give the same bytes. `badges` makes a badge for everybody who has none
    and enters that; all other kinds need no passphrase and enter nothing.
    """
    if zpl is not None and kind != "tags":
        raise InputError(
            "only tags go to a label printer", hint="`provesafe print tags DIR --zpl …`"
        )
    if language != "en" and kind not in IN_LANGUAGES:
        raise InputError(
            f"`{kind}` is printed in English only",
            hint="badges, cards and plan take `--language`",
        )
    if kind == "badges":
        production = open_production(folder, passphrase=ask_passphrase())
        try:
            made = _set(kind, production, day, _badges(production, folder), language)
        finally:
            production.store.close()
            production.disclosures.close()
    else:
        with view_production(folder) as seen:
            if zpl is None:
                made = _set(kind, seen, day, (), language)
            else:
                made = last_day(seen), zpl_tags(seen, symbol=zpl).encode()
    path = out or Path(f"{kind}-{made[0]}.{'pdf' if zpl is None else 'zpl'}")
    try:
        path.write_bytes(made[1])
    except OSError as error:
        raise UnavailableError(f"`{path}` cannot be written: {error.strerror}") from error
    click.echo(str(path))


def _set(
    kind: str,
    production: Production,
    day: datetime | None,
    badges: tuple[PrintedBadge, ...],
    language: str,
) -> tuple[int, bytes]:
    number = last_day(production) if day is None else _number(day.date())
    return number, print_sheet(kind, production, day=number, badges=badges, language=language)


def _badges(production: Production, folder: Path) -> tuple[PrintedBadge, ...]:
    """Everybody's badge; whoever has joined and has none is given one, and that is entered."""
    with contextlib.closing(Desk(folder / DESK)) as desk:
        given = {one.person for one in desk.badges() if not one.ended}
        wanting = [
            one.id
            for one in production.state.people.values()
            if one.enrolled and one.id not in given
        ]
        codes = {person: new_badge_code(secrets.token_bytes) for person in wanting}
        acts = tuple(
            custody.parse_act(
                "give_badge", {"person": person, "badge": badge_digest(code), "by": AT_LAPTOP}
            )
            for person, code in codes.items()
        )
        if acts:
            report(production, Report(acts=acts), now_ms=now_ms())
        for person, code in codes.items():
            desk.give_badge(code, person)
        return tuple((one.person, one.code) for one in desk.badges() if not one.ended)


def _number(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day
