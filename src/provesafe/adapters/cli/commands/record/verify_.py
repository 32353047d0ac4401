"""`provesafe verify BUNDLE|DIR`: is this record the one that was made?"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import click
from cryptography.x509 import load_pem_x509_certificates

from provesafe.adapters.casepapers import check_case_bundle, holds_case
from provesafe.adapters.cli.case_bundles import case_bundle_document, case_bundle_lines
from provesafe.adapters.cli.own import own_lines
from provesafe.adapters.cli.progress import progress_bar
from provesafe.adapters.cli.verdict import (
    bundle_document,
    bundle_lines,
    can_say,
    device_lines,
    device_rows,
    flag_lines,
    flag_rows,
    stamp_lines,
    statement_lines,
    weak_words,
    window_line,
)
from provesafe.adapters.sealing import read_policy
from provesafe.adapters.taking_out import check_bundle, is_bundle, stamps_in
from provesafe.adapters.taking_own import check_own, holds_part
from provesafe.adapters.wiring import program_digest, verify_production
from provesafe.ledger import Window

__all__ = ["command"]

CANNOT_SAY = 6


@click.command(name="verify")
@click.argument("place", metavar="BUNDLE|FILE|DIR", type=click.Path(exists=True, path_type=Path))
@click.option("--origin", help="The record's name as you know it from elsewhere, on paper.")
@click.option(
    "--policy",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Whose cosignatures you count (tlog-policy); else the bundle's own.",
)
@click.option(
    "--tsa-ca",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Certificates (PEM) of time stamp authorities that you trust.",
)
@click.option(
    "--processes",
    type=click.IntRange(1, 64),
    help="In how many processes signatures are checked; a long record takes two.",
)
@click.option("--windows", is_flag=True, help="Print for every entry when it can have been made.")
@click.option("--statement", is_flag=True, help="Print an exhibit and a form to sign.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def command(
    place: Path,
    origin: str | None,
    policy: Path | None,
    tsa_ca: Path | None,
    processes: int | None,
    windows: bool,
    statement: bool,
    as_json: bool,
) -> int:
    """Check every byte of a bundle, of one person's own record, of a case's bundle, or of the
    production in DIR, offline, without any key.

    Exit status 3 names the first thing that is wrong, with its file and entry. Exit status 6: a
    bundle hangs together and nobody can say who else has seen it, for want of a policy that asks
    for witnesses. A production's own folder is checked within itself and ends with 0.
    What no record can show is printed too.
    """
    if windows and as_json:
        raise click.UsageError("--windows prints lines; leave out --json")
    told = _tell if windows else None
    if holds_case(place):
        _case(place, as_json=as_json)
        return CANNOT_SAY
    if not is_bundle(place):
        if policy is not None or statement:
            raise click.UsageError("make a bundle first: provesafe bundle DIR OUT")
        _own_folder(place, origin, told=told, processes=processes, as_json=as_json)
        return 0
    taken = read_policy(policy)[0] if policy is not None else None
    if holds_part(place):
        if windows or statement:
            raise click.UsageError("a person's own record has no windows and no statement")
        own, reading = check_own(place, policy=taken, expected_origin=origin)
        for line in own_lines(own, reading, as_json=as_json):
            click.echo(line)
        return 0 if own.quorum is not None and own.quorum.asked and own.quorum.met else CANNOT_SAY
    with progress_bar("entries") as tell:
        report = check_bundle(
            place,
            policy=taken,
            expected_origin=origin,
            progress=tell,
            windows=told,
            processes=processes,
        )
    authorities = load_pem_x509_certificates(tsa_ca.read_bytes()) if tsa_ca is not None else ()
    stamps = stamps_in(place, authorities)
    if as_json:
        click.echo(json.dumps(bundle_document(report), ensure_ascii=False, indent=1))
    elif statement:
        at = f"{datetime.now(tz=UTC):%Y-%m-%d %H:%M:%S} UTC"
        program = f"{version('provesafe')} (SHA-256 of its text: {program_digest()})"
        for line in statement_lines(report, name=place.name, at=at, version=program):
            click.echo(line)
    else:
        for line in (*bundle_lines(report), *stamp_lines(stamps)):
            click.echo(line)
    return 0 if can_say(report) else CANNOT_SAY


def _case(place: Path, *, as_json: bool) -> None:
    found = check_case_bundle(place)
    if as_json:
        click.echo(json.dumps(case_bundle_document(found), ensure_ascii=False, indent=1))
        return
    for line in case_bundle_lines(found):
        click.echo(line)


def _tell(window: Window) -> None:
    click.echo(window_line(window))


def _own_folder(
    folder: Path,
    origin: str | None,
    *,
    told: Callable[[Window], None] | None,
    processes: int | None,
    as_json: bool,
) -> None:
    with progress_bar("entries") as tell:
        found = verify_production(
            folder, expected_origin=origin, progress=tell, windows=told, processes=processes
        )
    if as_json:
        document = {
            "schema": "provesafe.verification/v1",
            "source": "production",
            "origin": found.origin,
            "kind": found.kind,
            "entries": found.tree_size,
            "root": found.root_hash.hex(),
            "commits": found.commits,
            "signatures": found.signatures,
            "by_class": dict(found.by_class),
            "by_grade": dict(found.by_grade),
            "noted_by_laptop": found.noted_by_laptop,
            "own_of_nobody": found.own_of_nobody,
            "outside_witnesses": 0,
            "clocks": flag_rows(found),
            "devices": device_rows(found),
        }
        click.echo(json.dumps(document, ensure_ascii=False, indent=1))
        return
    click.echo(
        f"{found.tree_size} entries unchanged since signed; whether they are true is not shown here"
    )
    click.echo(f"record   {found.origin} ({found.kind})")
    click.echo(f"root     {found.root_hash.hex()}")
    click.echo(
        f"checked  {found.signatures} signatures, {found.commits} commits; {weak_words(found)}"
    )
    for line in (*flag_lines(found), *device_lines(found)):
        click.echo(line)
    click.echo(
        "not shown: anything nobody entered; and, as no outside witness has signed, "
        "that this folder was not made anew by whoever holds its keys"
    )
