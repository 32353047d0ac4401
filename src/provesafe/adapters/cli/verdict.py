"""How a checked bundle reads: the verdict, who vouches, what was withheld, what cannot be shown.

The words of success say no more than was found: *unchanged since signed*. Where no policy names
witnesses, the answer is that nobody can say, never a yes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from provesafe.adapters.days.stamping import Stamp
from provesafe.ledger import BundleReport, RecordReport, Seal, Window

__all__ = [
    "NOT_SHOWN",
    "bundle_document",
    "bundle_lines",
    "can_say",
    "device_lines",
    "device_rows",
    "flag_lines",
    "flag_rows",
    "stamp_lines",
    "statement_lines",
    "weak_words",
    "window_line",
]

NOT_SHOWN = (
    "anything that nobody entered",
    "whether what was entered is true",
    "who held a key when it signed: a tap shows that somebody tapped",
    "whether every witness and the production worked together before anybody outside looked",
    "anything later than the newest checkpoint here",
)
"""What no record can show; printed with every answer."""


FLAG_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "early": "says a time before what it had seen was there",
        "ahead": "says a time later than it was recorded",
        "behind": "says a time later than a witness had seen it",
        "late": "recorded more than two minutes after the time it says",
        "back": "says an earlier time than an earlier entry of its device",
        "mono": "its device's counter went back, which it cannot within one run",
        "jump": "its device's clock and counter moved apart",
        "restarted": "its device was started anew before it",
    }
)
"""What a flag says of an entry's clock."""

_FLAGS_SHOWN = 20


def can_say(report: BundleReport) -> bool:
    """Whether somebody besides the maker vouches for the record, as a policy asks."""
    return report.quorum is not None and report.quorum.asked and report.quorum.met


def bundle_lines(report: BundleReport) -> Iterator[str]:
    """The answer for a terminal."""
    record = report.record
    if can_say(report):
        yield (
            f"{record.tree_size} entries unchanged since signed;"
            " whether they are true is not shown here"
        )
    else:
        yield f"cannot say who else has seen this record: {_why_not(report)}"
        yield (
            f"within itself: {record.tree_size} entries unchanged since signed;"
            " whether they are true is not shown here"
        )
    yield f"record    {record.origin} ({record.kind})"
    yield f"root      {record.root_hash.hex()}"
    yield (
        f"checked   {report.bytes} bytes in {report.files} files, {record.signatures} signatures,"
        f" {record.commits} commits; {weak_words(record)}"
    )
    yield f"quorum    {_quorum_words(report)}"
    yield from _window_lines(report)
    yield from flag_lines(record)
    yield from device_lines(record)
    yield f"withheld  {_withheld_words(report)}"
    if report.media or report.media_missing:
        yield f"media     {len(report.media)} here, {len(report.media_missing)} named and not here"
    if report.texts_missing:
        yield f"missing   the texts of {len(report.texts_missing)} rulebooks that entries name"
    yield "not shown, here or by any record:"
    yield from (f"  - {each}" for each in NOT_SHOWN)


def weak_words(record: RecordReport) -> str:
    """What rests on less than a person's own key."""
    words = f"{record.noted_by_laptop} entries rest on people by the laptop's key alone"
    if record.own_of_nobody:
        words += f", {record.own_of_nobody} times on a person by a device that is given to nobody"
    return words


def bundle_document(report: BundleReport) -> dict[str, Any]:
    """The answer as `provesafe.verification/v1`."""
    record, quorum = report.record, report.quorum
    return {
        "schema": "provesafe.verification/v1",
        "source": "bundle",
        "verdict": "unchanged" if can_say(report) else "cannot say",
        "origin": record.origin,
        "kind": record.kind,
        "entries": record.tree_size,
        "root": record.root_hash.hex(),
        "commits": record.commits,
        "signatures": record.signatures,
        "by_class": dict(record.by_class),
        "by_grade": dict(record.by_grade),
        "noted_by_laptop": record.noted_by_laptop,
        "own_of_nobody": record.own_of_nobody,
        "outside_witnesses": len(quorum.cosigners) if quorum is not None else 0,
        "files": report.files,
        "bytes": report.bytes,
        "policy": None if quorum is None else ("bundle" if report.own_policy else "given"),
        "quorum": None
        if quorum is None
        else {
            "asked": quorum.asked,
            "met": quorum.met,
            "cosigners": list(quorum.cosigners),
            "groups": [
                {"name": one.name, "have": one.have, "need": one.need, "of": one.of}
                for one in quorum.groups
            ],
        },
        "windows": [
            {"first": first, "last": seal.tree_size - 1, "not_after": seal.not_after_seconds}
            for first, seal in _windows(report.seals)
        ],
        "clocks": flag_rows(record),
        "devices": device_rows(record),
        "disclosed": len(report.disclosed),
        "withheld": report.withheld,
        "texts": list(report.texts),
        "texts_missing": list(report.texts_missing),
        "media": list(report.media),
        "media_missing": list(report.media_missing),
        "not_shown": list(NOT_SHOWN),
    }


def statement_lines(report: BundleReport, *, name: str, at: str, version: str) -> Iterator[str]:
    """A numbered exhibit and a form that somebody may sign who ran the check themselves.

    Args:
        report: what was checked.
        name: what the bundle is called where it lies.
        at: when it was checked, as the machine's clock has it.
        version: the program's.
    """
    record = report.record
    rows = (
        ("What was examined", f"{name}: {report.files} files, {report.bytes} bytes"),
        ("The record's name", record.origin),
        ("Its kind", record.kind),
        ("Entries", f"{record.tree_size}, in {record.commits} commits"),
        ("Root hash (SHA-256)", record.root_hash.hex()),
        ("Signatures verified", str(record.signatures)),
        ("Result", "unchanged since signed" if can_say(report) else _cannot(report)),
        ("Witnesses", _quorum_words(report)),
        ("Windows", "; ".join(line[10:] for line in _window_lines(report))),
        ("Clocks", _clock_words(report)),
        ("Devices that signed", _device_words(report)),
        ("Withheld", _withheld_words(report)),
        ("Examined with", f"provesafe {version}, on this machine's clock at {at}"),
    )
    yield "EXHIBIT: the checking of one record"
    yield ""
    for number, (what, found) in enumerate(rows, start=1):
        yield f"{number:>3}. {what}: {found}"
    yield ""
    yield "How it was checked: every byte of every file was read; each entry's form, signatures and"
    yield "place in its device's chain; the hash tree made anew from the entries and compared with"
    yield "each kept checkpoint; the cosignatures of the witnesses that the policy names. The"
    yield "format is public (docs/reference/format.md) and other programs can repeat this."
    yield ""
    yield "What this cannot show:"
    yield from (f"  ({chr(97 + at)}) {each}" for at, each in enumerate(NOT_SHOWN))
    yield ""
    yield "STATEMENT (to be completed by hand by whoever ran the check; not legal advice)"
    yield "I, ______________________, of ______________________, qualified as"
    yield "______________________, ran the check described above on the files described above on"
    yield f"______________________ and the program printed items 1 to {len(rows)}."
    yield "I obtained the files from"
    yield "______________________ and the program from ______________________."
    yield ""
    yield "Signed ______________________        Date ______________________"


def stamp_lines(stamps: Sequence[tuple[int, Stamp]]) -> Iterator[str]:
    """What time stamps say of the checkpoints they are over."""
    for size, stamp in stamps:
        worth = (
            "an authority you named"
            if stamp.trusted
            else "an authority that nobody here vouches for"
        )
        yield (
            f"stamp     {size} entries were there by {_moment(stamp.seconds * 1000)}, says"
            f" {stamp.signer}; the certificate is by {worth}"
        )


def flag_lines(record: RecordReport) -> Iterator[str]:
    """What the clocks of a record say against each other, the first ones in full."""
    times = record.times
    if not times.counts:
        yield "clocks    none disagrees with what the record shows"
        return
    counts = ", ".join(f"{count} {name}" for name, count in times.counts)
    yield f"clocks    {counts}"
    for flag in times.flags[:_FLAGS_SHOWN]:
        yield (
            f"  entry {flag.leaf}: {FLAG_WORDS[flag.what]}"
            f" ({_moment(flag.claimed_ms)}, against {_moment(flag.other_ms)})"
        )
    more = sum(count for _, count in times.counts) - min(len(times.flags), _FLAGS_SHOWN)
    if more:
        yield f"  and {more} more; `--json` lists them"


def flag_rows(record: RecordReport) -> dict[str, Any]:
    """The flags as JSON has them."""
    return {
        "counts": dict(record.times.counts),
        "flags": [
            {
                "entry": flag.leaf,
                "device": flag.device,
                "flag": flag.what,
                "claimed": flag.claimed_ms,
                "against": flag.other_ms,
            }
            for flag in record.times.flags
        ],
    }


def device_lines(record: RecordReport) -> Iterator[str]:
    """Which devices could sign, who let them in, since when each is silent, what is suspect."""
    for one in record.devices:
        by = f"let in by {', '.join(one.let_in_by)}" if one.let_in_by else "there from the start"
        last = (
            f"{one.ended} at entry {one.ended_at}" if one.ended else f"silent since {one.last_at}"
        )
        role = ", for concerns" if one.role == "concerns" else ""
        yield f"device    {one.name}{role}: {one.entries} entries, {by}, {last}"
        for words, leaves in (("suspect", one.suspect), ("refused", one.refused)):
            if leaves:
                shown = ", ".join(str(leaf) for leaf in leaves[:_FLAGS_SHOWN])
                yield (
                    f"  {words}: {len(leaves)} of its entries, as those say who revoked its key:"
                    f" {shown}{', …' if len(leaves) > _FLAGS_SHOWN else ''}"
                )


def device_rows(record: RecordReport) -> list[dict[str, Any]]:
    """The devices as JSON has them."""
    return [
        {
            "name": one.name,
            "role": one.role,
            "enrolled_at": one.enrolled_at,
            "let_in_by": list(one.let_in_by),
            "entries": one.entries,
            "last_at": one.last_at,
            "last_ms": one.last_ms,
            "ended": one.ended,
            "ended_at": one.ended_at if one.ended else None,
            "suspect": list(one.suspect),
            "refused": list(one.refused),
        }
        for one in record.devices
    ]


def window_line(window: Window) -> str:
    """One entry between the facts it lies between."""
    after = "the beginning" if window.after_ms is None else _moment(window.after_ms)
    before = (
        "no witness"
        if window.before_seconds is None
        else f"a witness {_moment(window.before_seconds * 1000)}"
    )
    return (
        f"entry {window.leaf}  says {_moment(window.claimed_ms)}; after {after}"
        f" (size {window.after_size}), recorded {_moment(window.recorded_ms)}, before {before}"
    )


def _moment(ms: int) -> str:
    """A moment to the second, as far as calendars go."""
    seconds = ms // 1000
    if not 0 <= seconds < _CALENDAR_END:
        return f"{ms} ms"
    return f"{datetime.fromtimestamp(seconds, tz=UTC):%Y-%m-%d %H:%M:%S} UTC"


_CALENDAR_END = 253_402_300_800
"""The year 10000: a clock may say anything, the calendar may not."""


def _clock_words(report: BundleReport) -> str:
    counts = report.record.times.counts
    if not counts:
        return "none disagrees with what the record shows"
    return ", ".join(f"{count} {FLAG_WORDS[name]}" for name, count in counts)


def _device_words(report: BundleReport) -> str:
    devices = report.record.devices
    suspect = sum(len(one.suspect) + len(one.refused) for one in devices)
    ended = sum(bool(one.ended) for one in devices)
    marked = f"; {suspect} entries marked by a revocation" if suspect else ""
    return f"{len(devices)}, {ended} of them ended{marked}"


def _why_not(report: BundleReport) -> str:
    if report.quorum is None:
        return "there is no policy that names witnesses"
    return "the policy asks for no witness"


def _cannot(report: BundleReport) -> str:
    return f"consistent within itself; cannot say who else has seen it: {_why_not(report)}"


def _quorum_words(report: BundleReport) -> str:
    quorum = report.quorum
    if quorum is None:
        return "no policy; the log's own signature proves nothing against whoever holds its key"
    whose = "the bundle's own policy" if report.own_policy else "your policy"
    if not quorum.asked:
        return f"{whose} asks for nobody"
    groups = ", ".join(f"{one.name} {one.have} of {one.need} needed" for one in quorum.groups)
    return f"met, by {whose}: {', '.join(quorum.cosigners)}" + (f" ({groups})" if groups else "")


def _withheld_words(report: BundleReport) -> str:
    if not report.withheld and not report.disclosed:
        return "nothing"
    return (
        f"up to {report.withheld} personal facts, decoys counted with them;"
        f" {len(report.disclosed)} handed out"
    )


def _window_lines(report: BundleReport) -> Iterator[str]:
    dated = [each for each in _windows(report.seals) if each[1].not_after_seconds is not None]
    if not dated:
        yield "windows   no witness's clock bounds any entry"
    for first, seal in dated:
        yield (
            f"window    entries {first} to {seal.tree_size - 1} were there by"
            f" {_moment((seal.not_after_seconds or 0) * 1000)}, by {_clocks(seal)}"
        )


def _clocks(seal: Seal) -> str:
    """Whose clocks say so, and how far they lie apart."""
    seconds = sorted(one.seconds for one in seal.cosigned)
    if len(seconds) == 1:
        return "a witness's clock"
    return f"the first of {len(seconds)} witnesses' clocks, {seconds[-1] - seconds[0]} s apart"


def _windows(seals: tuple[Seal, ...]) -> Iterator[tuple[int, Seal]]:
    """Each cosigned checkpoint with the first entry that no earlier cosigned one holds."""
    first = 0
    for seal in seals:
        yield first, seal
        if seal.cosigned:
            first = seal.tree_size
