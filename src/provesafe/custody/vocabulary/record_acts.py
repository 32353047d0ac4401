"""The record itself: gone ahead, corrected, viewed; when it could have received entries."""

from __future__ import annotations

from provesafe.custody.act_type import declare
from provesafe.custody.vocabulary.parts import (
    BY,
    MANAGEMENT,
    PERSON,
    WEAPON,
    WORDS,
    day,
    many,
    number,
    one,
    yes_no,
)

__all__ = ["RECORD"]

_REF = one("ref", "id")
_WHY = one("why", "words")
_DEVICE = one("device", "id")
_HOLD = one("reference", "id")

_ENTRIES = (
    declare(
        "go_ahead",
        group="record",
        fields=(
            one("rule", "text"),
            WEAPON.maybe(),
            one("act", "id").maybe(),
            BY,
            WORDS,
            yes_no("independent").maybe(),
        ),
        head="went_ahead(rule, weapon?, by)",
        bearing="clouds",
        sentence="{by} went ahead against the rule {rule}[, {weapon}], reason: “{words}”.",
    ),
    declare(
        "amend",
        group="record",
        fields=(_REF, _WHY, BY),
        head="amended(ref)",
        sentence="{by} added a correction to entry {ref}: “{why}”.",
    ),
    declare(
        "void",
        group="record",
        fields=(_REF, _WHY, BY),
        head="voided(ref)",
        sentence="{by} entered that {ref} was written by mistake: “{why}”.",
    ),
    declare(
        "view_record",
        group="record",
        fields=(one("what", "name"), BY),
        head="viewed(what)",
        who=MANAGEMENT,
        sentence="{by} looked at {what}.",
    ),
    declare(
        "move_record",
        group="record",
        fields=(BY,),
        head="record_moved()",
        sentence="{by} moved the record to another folder.",
    ),
    declare(
        "take_over_record",
        group="record",
        fields=(_WHY, BY),
        head="record_taken_over()",
        effects=("contents_now", "sight_lost"),
        bearing="clouds",
        sentence="{by} went on with a copy of the record, reason: “{why}”.",
    ),
)

_COVERAGE = (
    declare(
        "open_record",
        group="record",
        fields=(),
        head="record_opened()",
        sentence="The record was opened.",
    ),
    declare(
        "close_record",
        group="record",
        fields=(),
        head="record_closed()",
        sentence="The record was closed.",
    ),
    declare(
        "join_device",
        group="record",
        fields=(_DEVICE,),
        head="device_joined(device)",
        sentence="Device {device} joined.",
    ),
    declare(
        "lose_device",
        group="record",
        fields=(_DEVICE,),
        head="device_lost(device)",
        sentence="Device {device} could not be reached.",
    ),
    declare(
        "device_returns",
        group="record",
        fields=(_DEVICE,),
        head="device_back(device)",
        sentence="Device {device} could be reached again.",
    ),
    declare(
        "deliver_late",
        group="record",
        fields=(_DEVICE, number("count").maybe()),
        head="queue_late(device)",
        sentence="Device {device} sent its waiting entries late[: {count}].",
    ),
    declare(
        "battery_dies",
        group="record",
        fields=(_DEVICE,),
        head="battery_out(device)",
        sentence="The battery of device {device} ran out.",
    ),
    declare(
        "keep_alive",
        group="record",
        fields=(),
        head="alive()",
        sentence="The record was running.",
    ),
)

_KEEPING = (
    declare(
        "set_retention",
        group="record",
        fields=(day("until"), BY, WORDS.maybe()),
        head="retention_set(until)",
        who=MANAGEMENT,
        sentence="{by} set that what is on record is kept until {until}[: “{words}”].",
    ),
    declare(
        "place_legal_hold",
        group="record",
        fields=(
            _HOLD,
            one("authority", "name", usual=("police", "court", "insurer", "union")).maybe(),
            many("persons", "person"),
            BY,
            WORDS,
        ),
        head="legal_hold_placed(reference)",
        also=("legal_hold_on(reference, persons*)", "legal_hold_on_all(reference) if no persons"),
        who=MANAGEMENT,
        sentence=(
            "{by} had everything[ about {persons}] kept[ for {authority}], as {reference}:"
            " “{words}”."
        ),
    ),
    declare(
        "lift_legal_hold",
        group="record",
        fields=(_HOLD, BY, WORDS.maybe()),
        head="legal_hold_lifted(reference)",
        who=MANAGEMENT,
        sentence="{by} entered that nothing need be kept as {reference} any more[: “{words}”].",
    ),
    declare(
        "ask_erasure",
        group="record",
        fields=(PERSON, BY),
        head="erasure_asked(person)",
        sentence="{by} asked that the name and details of {person} be erased.",
    ),
    declare(
        "erase_person",
        group="record",
        fields=(PERSON, BY, WORDS.maybe()),
        head="erased(person, by)",
        who=MANAGEMENT,
        sentence="{by} had the name and details of {person} erased[: “{words}”].",
    ),
)

RECORD = _ENTRIES + _KEEPING + _COVERAGE
