"""`provesafe audit SOURCE…`: which rules were not met, and what has no entry."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from provesafe.adapters.cli.audit_text import comparison_lines, fleet_lines, report_lines
from provesafe.adapters.cli.files import read_text, write_new
from provesafe.adapters.cli.progress import progress_bar
from provesafe.adapters.cli.words import afterwards_lines
from provesafe.adapters.fleet import (
    Asked,
    Failure,
    Told,
    audit_locally,
    audit_page,
    audit_production,
    expanded,
    write_csv_tables,
    write_parquet_tables,
)
from provesafe.adapters.wiring import now_ms, view_production
from provesafe.errors import UnavailableError
from provesafe.service import (
    AuditReport,
    afterwards,
    afterwards_document,
    compared,
    comparison_document,
    fleet_document,
    report_document,
    tables_of,
)

__all__ = ["command"]


@click.command(name="audit")
@click.argument("sources", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--rulebook",
    "rulebooks",
    multiple=True,
    metavar="R",
    help="Judge by this rulebook, in place of those taken on. May be given again.",
)
@click.option(
    "--compare",
    nargs=2,
    metavar="A B",
    help="Judge the same records by A and by B, and list each difference.",
)
@click.option(
    "--until", default="", metavar="'YYYY-MM-DD HH:MM'", help="Look at the records up to then."
)
@click.option(
    "--engine",
    type=click.Choice(["local", "spark"]),
    default="local",
    help="Many sources: on the cores of this machine, or over Spark.",
)
@click.option(
    "--master", default="local[*]", metavar="URL", help="Where Spark runs: local[2], spark://…"
)
@click.option("--verify", is_flag=True, help="Check every signature first.")
@click.option("--explain", is_flag=True, help="Of many sources too: the nearest miss of each.")
@click.option("--all", "every", is_flag=True, help="List every occasion, however many there are.")
@click.option(
    "--sig",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Of logs: the signature of their facts; else that of the acts.",
)
@click.option("--zone", default="UTC", help="Of logs: the time zone their days are told in.")
@click.option("--use-of", "weapon", help="Look at the last use of this weapon that went off.")
@click.option(
    "--csv",
    "csv_folder",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write the tables into DIR as CSV as well.",
)
@click.option(
    "--parquet",
    "parquet_folder",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write the tables into DIR as Parquet as well.",
)
@click.option(
    "--html",
    "page",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write one page to read or print as well.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document (docs/reference/json.md).")
def command(
    sources: tuple[Path, ...],
    *,
    rulebooks: tuple[str, ...],
    compare: tuple[str, str] | None,
    until: str,
    engine: str,
    master: str,
    verify: bool,
    explain: bool,
    every: bool,
    sig: Path | None,
    zone: str,
    weapon: str | None,
    csv_folder: Path | None,
    parquet_folder: Path | None,
    page: Path | None,
    as_json: bool,
) -> int:
    """Look back at SOURCES: productions, bundles, folders of these, and logs of facts.

    Each record is judged by the rulebooks that were in force, or by those that are named. Who hands
    it comes first, by role, every exception above any count; nothing is counted by person. Exit
    status 1 when a rule was not met or a duty has no entry.

    With --use-of: what was entered of that use, what has no entry, who handed it over, and everyone
    involved; nobody is judged.
    """
    if weapon is not None:
        for source in sources:
            _use_of(source, weapon, as_json=as_json)
        return 0
    if compare is not None and rulebooks:
        raise click.UsageError("--compare names the rulebooks itself; leave --rulebook out")
    paths = list(expanded(sources))
    asked = Asked(
        now_ms=now_ms(),
        until=until,
        rulebooks=tuple(rulebooks),
        signature=read_text(sig) if sig is not None else "",
        zone=zone,
        explained=explain or len(paths) == 1,
        verify=verify,
    )
    spark = master if engine == "spark" else ""
    if compare is not None:
        return _compare(paths, asked, compare, spark=spark, as_json=as_json)
    if len(paths) == 1 and not spark:
        report = audit_production(paths[0], asked)
        reports, failed = [report], list[Told]()
        document, lines = report_document(report), report_lines(report, every=every)
    else:
        reports, failed = _parted(_all(paths, asked, spark))
        document = fleet_document(reports, [_failed(one) for one in failed])
        lines = fleet_lines(reports, every=every)
    _write(reports, csv_folder, parquet_folder, page, made_ms=asked.now_ms)
    _print(document, lines, as_json=as_json)
    return _worst(failed) or _status(reports)


def _write(
    reports: Sequence[AuditReport],
    csv_folder: Path | None,
    parquet_folder: Path | None,
    page: Path | None,
    *,
    made_ms: int,
) -> None:
    """The files that were asked for, before anything is printed."""
    if csv_folder is not None:
        write_csv_tables(csv_folder, tables_of(reports))
    if parquet_folder is not None:
        write_parquet_tables(parquet_folder, tables_of(reports))
    if page is not None and reports:
        write_new(page, audit_page(reports, made_ms=made_ms))


def _all(paths: Sequence[Path], asked: Asked, spark: str) -> tuple[Told, ...]:
    """Every source; over Spark where its address is given."""
    if spark:
        try:
            # Late import: an extra, and slow to load.
            from provesafe.adapters.fleet.spark import audit_on_spark
        except ImportError as error:
            raise UnavailableError(
                "`--engine spark` needs PySpark, which is not installed",
                hint="install it: `pip install provesafe[spark]`",
            ) from error
        return audit_on_spark([path.resolve() for path in paths], asked, master=spark)
    with progress_bar("auditing") as progress:
        return audit_locally(paths, asked, workers=os.cpu_count() or 1, progress=progress)


def _compare(
    paths: Sequence[Path], asked: Asked, names: tuple[str, str], *, spark: str, as_json: bool
) -> int:
    """Both rulebooks over the same records; the status says whether they differ."""
    sides = [_all(paths, asked.judged_by(name), spark) for name in names]
    found, failed = [], []
    for first, second in zip(*sides, strict=True):
        if first.report is not None and second.report is not None:
            found.append(compared(first.report, second.report))
        else:
            failed.append(first if first.report is None else second)
    if failed and len(paths) == 1:
        audit_production(paths[0], asked.judged_by(names[sides[0][0].report is not None]))
    _tell_failed(failed)
    _print(
        comparison_document(names, found, [_failed(one) for one in failed]),
        comparison_lines(names, found),
        as_json=as_json,
    )
    differ = any(one.only_first or one.only_second for one in found)
    return _worst(failed) or int(differ)


def _parted(told: Sequence[Told]) -> tuple[list[AuditReport], list[Told]]:
    """Reports, and the sources that have none; these are told at once."""
    failed = [one for one in told if one.failure is not None]
    _tell_failed(failed)
    return [one.report for one in told if one.report is not None], failed


def _tell_failed(failed: Sequence[Told]) -> None:
    for one in failed:
        failure = _failure(one)
        place = f"{failure.place}: " if failure.place else ""
        click.echo(f"error: {one.source}: {place}{failure.message}", err=True)
        if failure.hint:
            click.echo(f"hint: {failure.hint}", err=True)


def _failed(one: Told) -> dict[str, Any]:
    failure = _failure(one)
    return {
        "source": one.source,
        "code": failure.code,
        "message": failure.message,
        "hint": failure.hint,
        "place": failure.place or None,
    }


def _failure(one: Told) -> Failure:
    return one.failure or Failure(code="", message="", hint="", place="", exit_code=0)


def _worst(failed: Sequence[Told]) -> int:
    """The status of what weighs most: evidence that does not check, then what is not there."""
    codes = {_failure(one).exit_code for one in failed}
    return next((code for code in (3, 5, 2, *sorted(codes)) if code in codes), 0)


def _status(reports: Sequence[AuditReport]) -> int:
    return int(any(one.audit.not_met or one.audit.no_entry for one in reports))


def _use_of(source: Path, weapon: str, *, as_json: bool) -> None:
    with view_production(source) as production:
        use = afterwards(production, weapon)
        document = afterwards_document(use, production.people)
        lines = afterwards_lines(use, label=production.people.label, clock=production.times.show)
        _print(document, lines, as_json=as_json)


def _print(document: dict[str, Any], lines: Iterator[str], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False, indent=1))
        return
    for line in lines:
        click.echo(line)
