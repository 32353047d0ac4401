"""What instruments show of a use: receipts, badges, photos, scales; no person stands for them.

the laptop's clock   when it received the first entry, the incident's, and each entry that speaks
                     of an earlier minute than the one it was received in
a badge              that one was put to a device for an entry; not whose hand did it
a photo              that bytes of that hash came with an entry, or that it names one
scales               that something was weighed, as the entry has it
"""

from __future__ import annotations

from collections.abc import Iterator

from provesafe.casefile.model.line import Account
from provesafe.casefile.record.reading import RecordReading, said_ms
from provesafe.custody import Act

__all__ = ["BADGE", "instrument_lines"]

CLOCK, CAMERA, SCALES = "receipt times of the laptop", "a camera", "scales"
BADGE = "shared device, own badge"
"""The grade of an entry that a badge was put to."""
_MINUTE = 60_000


def instrument_lines(reading: RecordReading) -> tuple[Account, ...]:
    """Every line of an instrument on a use, in the order of the record."""
    return tuple(
        Account(
            id=f"{reading.source}.i{number}",
            source=reading.place,
            basis="instrument",
            text=words,
            cites=(reading.ref(act),),
            instrument=instrument,
            state="entered",
            after_incident=reading.is_after(act),
            form="entry",
            at_ms=act.at_ms,
        )
        for number, (act, instrument, words) in enumerate(_shown(reading), start=1)
    )


def _shown(reading: RecordReading) -> Iterator[tuple[Act, str, str]]:
    seen = -1
    for place, act in enumerate(reading.acts):
        if not place:
            yield act, CLOCK, "the first entry about this use was received"
        if act.name == "open_incident":
            yield act, CLOCK, "the entry of an incident was received"
        minutes = (act.at_ms - said_ms(act)) // _MINUTE
        if minutes:
            plural = "" if minutes == 1 else "s"
            yield act, CLOCK, f"received {minutes} minute{plural} after the time it speaks of"
        if act.index != seen:
            if BADGE in reading.grades.get(act.index, ""):
                yield act, "a badge reader", "a badge was put to the device for this entry"
            for one in reading.media.get(act.index, ()):
                yield act, CAMERA, f"kept with this entry: {one}"
        seen = act.index
        if act.fields.get("photo"):
            yield act, CAMERA, f"a photo was named by the entry: {act.fields['photo']}"
        means = act.fields.get("means", ())
        if "weighed" in (means if isinstance(means, tuple) else (means,)):
            yield act, SCALES, "weighed, as the entry has it; the weight itself is not entered"
