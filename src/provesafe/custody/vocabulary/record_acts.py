"""The record itself: gone ahead, corrected, viewed; when it could have received entries."""

from __future__ import annotations

from provesafe.custody.act_type import declare
from provesafe.custody.vocabulary.parts import BY, MANAGEMENT, WEAPON, WORDS, number, one, yes_no

__all__ = ["RECORD"]

_REF = one("ref", "id")
_WHY = one("why", "words")
_DEVICE = one("device", "id")

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

RECORD = _ENTRIES + _COVERAGE
