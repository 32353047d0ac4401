"""An audit as one HTML page: no script, nothing fetched, readable on a phone, fit to be printed.

Set words alone, by role. What is said by colour is said by a word as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from html import escape
from itertools import groupby

from provesafe.service import (
    AuditReport,
    Finding,
    NoEntry,
    RuleCount,
    all_hands,
    by_day,
    by_role,
    by_set_up,
    by_weapon,
    rules_together,
    spoken_role,
    times_of_report,
)

__all__ = ["audit_page"]

OCCASIONS_MAX = 200
"""LIMIT: of one rule in one source; a page is for reading, the tables hold every one."""


def audit_page(reports: Sequence[AuditReport], *, made_ms: int) -> str:
    """The page.

    Args:
        reports: at least one source.
        made_ms: when the page is made.
    """
    one = reports[0] if len(reports) == 1 else None
    title = _title(one) if one is not None else f"{len(reports)} productions"
    parts = [_top(reports, title, made_ms), _hands(reports), _rules(reports)]
    if one is not None:
        parts += [_occasions(one), _missing(one), _counts(one)]
    else:
        parts += [_roles(reports), _productions(reports)]
    parts.append(_never(reports))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Looking back: {escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n{''.join(parts)}</main>\n{_FOOT}</body>\n</html>\n"
    )


def _top(reports: Sequence[AuditReport], title: str, made_ms: int) -> str:
    not_met = sum(len(one.audit.not_met) for one in reports)
    no_entry = sum(len(one.audit.no_entry) for one in reports)
    entries = sum(one.entries for one in reports)
    rules = rules_together(reports)
    never = sum(1 for one in rules if not one.asked)
    made = f"{datetime.fromtimestamp(made_ms // 1000, tz=UTC):%Y-%m-%d %H:%M} UTC"
    facts = "".join(
        f"<div><dt>{label}</dt><dd>{number}</dd></div>"
        for label, number in (
            ("entries", entries),
            ("rule not met", not_met),
            ("no entry", no_entry),
            ("rules never asked", f"{never} of {len(rules)}"),
        )
    )
    about = "".join(f"<p>{line}</p>" for line in _about(reports))
    return (
        f"<header><p class=kicker>Looking back at a record · made {made}</p>"
        f"<h1>{escape(title)}</h1>{about}<dl class=facts>{facts}</dl></header>\n"
    )


def _about(reports: Sequence[AuditReport]) -> Iterator[str]:
    if len(reports) > 1:
        yield "Results by rule, role and production; never by person."
        return
    (one,) = reports
    until = times_of_report(one).show_date(one.audit.observed_until_ms)
    books = ", ".join(
        f"{book.id} {book.version}{' (watched)' if book.watched else ''}" for book in one.books
    )
    yield f"Looked at until {escape(until)} by the clock of {escape(one.zone)}."
    yield f"Judged by {escape(books) or 'no rulebook'}."
    if one.real in ("demo", "training"):
        yield f"<strong>This is a {one.real} record, not a real one.</strong>"


def _hands(reports: Sequence[AuditReport]) -> str:
    exceptions, counts = all_hands(reports)
    several = len(reports) > 1
    head = ["When", "Entry", "What", "Weapon", "From", "To", "Went ahead"]
    rows = [
        [
            times_of_report(report).show_date(one.at_ms),
            str(one.entry),
            one.act,
            one.weapon,
            spoken_role(one.giver),
            spoken_role(one.receiver),
            _went(went_ahead=one.went_ahead, after_not_yet=one.after_not_yet),
        ]
        for report, one in exceptions
    ]
    if several:
        head = ["Production", *head]
        rows = [[_title(report), *row] for (report, _), row in zip(exceptions, rows, strict=True)]
    listed = _table(head, rows) if rows else "<p class=none>None entered.</p>"
    counted = _table(
        ["To", "From", "How often"],
        [
            [spoken_role(one.receiver), spoken_role(one.giver), f"{one.count} of {one.of}"]
            for one in counts
        ],
    )
    return (
        "<section><h2>Who hands it</h2><h3>Past those whose work weapons are</h3>"
        f"{listed}<h3>By role</h3>{counted if counts else '<p class=none>None entered.</p>'}"
        "</section>\n"
    )


def _went(*, went_ahead: bool, after_not_yet: bool) -> str:
    if not went_ahead:
        return "asked, not yet; no entry that it was done"
    return "yes, after not yet" if after_not_yet else "yes"


def _rules(reports: Sequence[AuditReport]) -> str:
    wrong = [one for one in rules_together(reports) if one.not_met or one.no_entry]
    if not wrong:
        return (
            "<section><h2>Rules not met</h2><p class=none>None, by the entries. That is what was"
            " entered, not what was so.</p></section>\n"
        )
    wrong.sort(key=lambda one: (one.weight != "danger", -one.not_met - one.no_entry, one.rule))
    rows = "".join(_rule_row(one) for one in wrong)
    return f"<section><h2>Rules not met</h2><ul class=rules>{rows}</ul></section>\n"


def _rule_row(one: RuleCount) -> str:
    parts = [
        f"{count} of {one.asked} {word}"
        for count, word in ((one.not_met, "not met"), (one.no_entry, "no entry"))
        if count
    ]
    source = f"{one.document}, {one.section}" if one.section else one.document
    share = (one.not_met + one.no_entry) / one.asked if one.asked else 0
    bar = f'<div class=share><span style="width:{share:.1%}"></span></div>' * (one.asked > 1)
    return (
        f'<li class="{one.weight}"><span class=weight>{one.weight}</span> '
        f"<strong>{escape(one.title)}</strong> <code>{escape(one.rule)}</code>"
        f"{bar}<p>{' · '.join(parts)}. <cite>{escape(source)}</cite></p></li>"
    )


def _occasions(report: AuditReport) -> str:
    found = sorted(
        report.audit.not_met,
        key=lambda one: (one.reason.weight != "danger", one.reason.id, one.leaf),
    )
    if not found:
        return ""
    titles = {one.rule: one.title for one in report.rules}
    parts = []
    for rule, every in groupby(found, key=lambda one: one.reason.id):
        lines = [_occasion(report, one) for one in every]
        parts.append(f"<h3>{escape(titles[rule])}</h3>{_listed(lines)}")
    return f"<section><h2>Occasion by occasion</h2>{''.join(parts)}</section>\n"


def _occasion(report: AuditReport, one: Finding) -> str:
    late = "" if one.as_said else " <em>Met by an entry made late.</em>"
    nearest = f" <span class=near>Nearest: {escape(one.reason.nearest)}.</span>"
    gone = one.reason.gone_ahead_by
    ahead = f" Went ahead against it: {escape(spoken_role(gone))}." if gone else ""
    say = one.reason.say
    return (
        f"<li>{_when(report, one.at_ms, one.leaf)} {escape(say[:1].upper() + say[1:])}"
        f"{nearest if one.reason.nearest else ''}{ahead}{late}</li>"
    )


def _missing(report: AuditReport) -> str:
    lines = [_duty(report, one) for one in report.audit.no_entry]
    still = [_duty(report, one) for one in report.audit.pending]
    found = f"<section><h2>No entry by its time</h2>{_listed(lines)}</section>\n" if lines else ""
    return found + (f"<section><h2>Still open</h2>{_listed(still)}</section>\n" if still else "")


def _duty(report: AuditReport, one: NoEntry) -> str:
    times = times_of_report(report)
    due = "" if one.opens.due_ms is None else f" by {times.show_date(one.opens.due_ms)}"
    owed = " or ".join(spoken_role(role) for role in one.place.roles) or "anyone"
    record = "no entry, record open" if one.record_open else "record could not receive"
    meets = f" Would have met it: {escape(one.meets)}." if one.meets else ""
    return (
        f"<li>{_when(report, one.opened_ms, one.leaf)} Owed by {escape(owed)}{escape(due)}: "
        f"{escape(one.opens.say)}{meets} <strong>{record}</strong></li>"
    )


def _counts(report: AuditReport) -> str:
    parts = []
    for word, tallies in (
        ("role", by_role([report])),
        ("weapon", by_weapon(report)),
        ("set-up", by_set_up(report)),
        ("day", by_day(report)),
    ):
        rows = [
            [
                spoken_role(one.key) if word == "role" else one.key,
                str(one.not_met),
                str(one.no_entry),
                "" if one.entries is None else str(one.entries),
            ]
            for one in tallies
        ]
        if rows:
            table = _table([f"By {word}", "Not met", "No entry", "Of entries"], rows)
            parts.append(f"<div>{table}</div>")
    return f"<section><h2>Counted</h2><div class=cols>{''.join(parts)}</div></section>\n" * bool(
        parts
    )


def _roles(reports: Sequence[AuditReport]) -> str:
    rows = [[spoken_role(one.key), str(one.not_met), str(one.no_entry)] for one in by_role(reports)]
    if not rows:
        return ""
    table = _table(["Role", "Not met", "No entry"], rows)
    return f"<section><h2>By the role that owed it</h2>{table}</section>\n"


def _productions(reports: Sequence[AuditReport]) -> str:
    rows = [
        [
            _title(one),
            one.real,
            str(one.entries),
            str(len(one.audit.not_met)),
            str(len(one.audit.no_entry)),
            str(len(one.audit.vacuous)),
        ]
        for one in reports
    ]
    head = ["Production", "Record", "Entries", "Not met", "No entry", "Rules never asked"]
    return f"<section><h2>By production</h2>{_table(head, rows)}</section>\n"


def _never(reports: Sequence[AuditReport]) -> str:
    never = [one for one in rules_together(reports) if not one.asked]
    rows = "".join(f"<li>{escape(one.title)} <code>{escape(one.rule)}</code></li>" for one in never)
    return (
        "<section class=never><h2>Rules never asked</h2><p>Their occasion was not entered. That is"
        f" not the same as kept.</p><ul>{rows}</ul></section>\n"
        if never
        else ""
    )


def _listed(lines: Sequence[str]) -> str:
    more = len(lines) - OCCASIONS_MAX
    rest = f"<li>and {more} more, in the tables</li>" if more > 0 else ""
    return f"<ul class=when>{''.join(lines[:OCCASIONS_MAX])}{rest}</ul>"


def _when(report: AuditReport, ms: int, entry: int) -> str:
    when = times_of_report(report).show_date(ms)
    return f"<span class=at>{escape(when)} · entry {entry}</span>"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table whose cells carry their column's name, so that a phone can stack them."""
    columns = "".join(f"<th scope=col>{escape(one)}</th>" for one in head)
    body = "".join(
        "<tr>"
        + "".join(
            f'<td data-name="{escape(name)}">{escape(cell)}</td>'
            for name, cell in zip(head, row, strict=True)
        )
        + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{columns}</tr></thead><tbody>{body}</tbody></table>"


def _title(report: AuditReport | None) -> str:
    return "" if report is None else report.title or report.source


_FOOT = (
    "<footer><p>An entry is a statement by its signer, not a fact. <em>No entry</em> is not proof"
    " that something was not done. Nothing here is counted by person. The armorer decides. This is"
    " not legal advice.</p></footer>\n"
)

_STYLE = """
:root{--ink:#111;--paper:#fff;--faint:#454545;--rule:#c9c6c1;--rule-strong:#8a8a8a;--shade:#f1f0ee;--danger:#9b0000;
--paper-weight:#5c4a00}
*{box-sizing:border-box}
html{font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;
color:var(--ink);background:var(--paper)}
body{margin:0}
main,footer{max-width:64rem;margin:0 auto;padding:1.25rem}
h1{font-size:1.9rem;line-height:1.2;margin:.1rem 0 .6rem}
h2{font-size:1.25rem;margin:2.2rem 0 .6rem;padding-top:.7rem;border-top:2px solid var(--ink)}
h3{font-size:1rem;margin:1.2rem 0 .35rem}
p{margin:.25rem 0}
.kicker,cite,.near,footer,.none{color:var(--faint)}
.kicker{font-size:.9rem}
cite{font-style:normal}
code{font:.85em ui-monospace,"DejaVu Sans Mono",monospace;color:var(--faint);overflow-wrap:anywhere}
.facts{display:grid;grid-template-columns:repeat(4,1fr);gap:.6rem;margin:1.1rem 0 0}
.facts div{background:var(--shade);padding:.6rem .8rem;border-radius:.3rem}
.facts dt{font-size:.85rem;color:var(--faint)}
.facts dd{margin:0;font-size:1.5rem;font-variant-numeric:tabular-nums}
table{border-collapse:collapse;width:100%;font-size:.95rem}
th{text-align:left;font-weight:600;color:var(--faint);font-size:.85rem}
th,td{padding:.35rem .8rem .35rem 0;border-bottom:1px solid var(--rule);vertical-align:top;
font-variant-numeric:tabular-nums}
ul{padding-left:0;list-style:none;margin:.3rem 0}
.rules li{padding:.6rem 0;border-bottom:1px solid var(--rule);break-inside:avoid}
.weight{font-size:.8rem;border:1px solid currentColor;border-radius:.2rem;padding:0 .35rem;
margin-right:.3rem}
.danger .weight{color:var(--danger);font-weight:600}
.paper .weight{color:var(--paper-weight)}
.share{height:.4rem;background:var(--shade);margin:.4rem 0 .2rem;max-width:28rem}
.share span{display:block;height:100%;background:var(--rule-strong)}
.when li{padding:.35rem 0 .35rem 12.5rem;border-bottom:1px solid var(--rule);break-inside:avoid;
position:relative}
.when .at{position:absolute;left:0;width:12rem;color:var(--faint);font-size:.9rem;
font-variant-numeric:tabular-nums}
.near{display:block;font-size:.95rem}
.cols{display:grid;grid-template-columns:repeat(auto-fit,minmax(17rem,1fr));gap:1rem 2.5rem}
.never ul{columns:2;column-gap:2.5rem;font-size:.95rem}
.never li{break-inside:avoid;padding:.15rem 0}
.never code{display:block}
footer{border-top:1px solid var(--rule);font-size:.9rem}
@media (max-width:40rem){
.facts{grid-template-columns:repeat(2,1fr)}
.when li{padding-left:0}
.when .at{position:static;display:block;width:auto}
.never ul{columns:1}
thead{position:absolute;clip-path:inset(50%);height:1px;width:1px;overflow:hidden}
tr{display:block;padding:.5rem 0;border-bottom:1px solid var(--rule)}
td{display:flex;gap:.8rem;border:0;padding:.1rem 0}
td::before{content:attr(data-name);flex:0 0 8rem;color:var(--faint);font-size:.9rem}
td:empty{display:none}
}
@media print{
html{font-size:10.5pt}
main,footer{max-width:none;padding:0}
h2,h3{break-after:avoid}
tr{break-inside:avoid}
.facts div,.share,.share span{-webkit-print-color-adjust:exact;print-color-adjust:exact}
}
"""
