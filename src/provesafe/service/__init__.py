"""One function for each thing a person can do with a production. See README.md of this room."""

from typing import TYPE_CHECKING, Any

from provesafe.service.afterwards import Afterwards, MissingEntry, Statement, afterwards
from provesafe.service.answers.decision import Decision, Opens, Reason, Remedy
from provesafe.service.answers.documents import (
    afterwards_document,
    decision_document,
    rehearsal_document,
)
from provesafe.service.auditing.comparing import Comparison, Difference, compared
from provesafe.service.auditing.documents import (
    comparison_document,
    fleet_document,
    report_document,
)
from provesafe.service.auditing.finding import Audit, Finding, NoEntry, Undecided
from provesafe.service.auditing.hands import Given, HandedBy, Hands
from provesafe.service.auditing.opened import audit_production
from provesafe.service.auditing.reading import read_log, read_record
from provesafe.service.auditing.report import (
    AuditReport,
    BookUsed,
    RuleCount,
    audit_seen,
    times_of_report,
)
from provesafe.service.auditing.seen import InForce, Seen, SourceKind
from provesafe.service.auditing.setting import Setting, spoken_role
from provesafe.service.auditing.tables import COLUMNS, Cell, Table, tables_of
from provesafe.service.auditing.totals import (
    Tally,
    all_hands,
    by_day,
    by_role,
    by_set_up,
    by_weapon,
    day_words,
    rules_together,
)
from provesafe.service.checking import CaseFault, Checked, check_rulebook
from provesafe.service.day import (
    ClockWordError,
    DayAct,
    DayFile,
    DayFileError,
    DayTimes,
    TableError,
    broken_day,
    parse_day_file,
    read_day,
    time_points,
    zone_of,
)
from provesafe.service.disclosing import people_of
from provesafe.service.drafting import ScribeTakesPartError, parts_of, standing_people
from provesafe.service.entering import (
    Ask,
    Report,
    ask,
    carry_out,
    live_permit,
    report,
    standing_answer,
    tick,
    would_be,
)
from provesafe.service.importing import Imported, ImportKind, ImportRowError, Rows, enter_rows
from provesafe.service.onset.codes import (
    BadCodeError,
    badge_digest,
    grouped,
    is_tag,
    new_badge_code,
    read_badge,
    read_code,
    read_tag,
    tag_code,
)
from provesafe.service.onset.daylog import LogLine, day_log
from provesafe.service.onset.hour import (
    AFTER_INCIDENT,
    NOT_ASKED,
    Hour,
    HourLine,
    entered_after,
    hour_of,
    someone_is_down,
)
from provesafe.service.onset.listing import (
    Line,
    Listing,
    Owed,
    StopLine,
    listing_of,
    name_of,
    tags_of,
)
from provesafe.service.onset.sheet import Sheet, sheet_acts, sheet_of
from provesafe.service.onset.showing import Looking, acts_since, looking_at
from provesafe.service.opening import Adopt, Ports, adopt, begin, catch_up, read_back
from provesafe.service.people import LabelTakenError, People, UnknownPersonError
from provesafe.service.ports import Disclosures, RecordStore
from provesafe.service.production import CUSTODY, Answered, Production
from provesafe.service.reading import UnknownThingError, introduce, read_act
from provesafe.service.record.asking import Asked, Send, ask_witnesses, check_not_older
from provesafe.service.record.bundling import Named, named_in, to_disclose
from provesafe.service.record.coverage import (
    Coverage,
    close_record,
    coverage_of,
    keep_alive,
    note_devices,
    open_record,
    tell_battery_out,
    tell_late_queue,
)
from provesafe.service.record.days import DaySealed, newest_seal, open_day, seal_day
from provesafe.service.record.devices import (
    Voucher,
    enrolment,
    enter_signed,
    propose,
    retirement,
    revocation,
    rotate_laptop,
    rotation,
)
from provesafe.service.record.erasing import finish_erasures
from provesafe.service.record.left import Left, enter_left, half_day
from provesafe.service.record.own import own_entries, own_reading
from provesafe.service.record.signed import (
    BorrowedKeyError,
    DeviceClock,
    SignedElsewhereError,
    SignedStaleError,
    Taken,
    compose,
    enter_lapsed,
    take_signed,
    take_together,
)
from provesafe.service.record.snapshots import keep_snapshot, unkept
from provesafe.service.rehearse import Played, Rehearsal, rehearse

if TYPE_CHECKING:
    from provesafe.service.casework import (
        ENTERED,
        CaseFolder,
        NoCaseError,
        Offered,
        SourceChangedError,
        begin_case,
        correct_line,
        decide_lines,
        enter_step,
        read_case,
        read_use,
        take_source,
    )
    from provesafe.service.proving import (
        FileReplay,
        Happened,
        Met,
        NowLeft,
        Planned,
        Prover,
        Replay,
        WeaponLeft,
        left_now,
        planned,
        planned_weapons,
        replayed,
        replayed_against,
        weapons_of_day,
        weapons_out,
    )

__all__ = [
    "AFTER_INCIDENT",
    "COLUMNS",
    "CUSTODY",
    "ENTERED",
    "NOT_ASKED",
    "Adopt",
    "Afterwards",
    "Answered",
    "Ask",
    "Asked",
    "Audit",
    "AuditReport",
    "BadCodeError",
    "BookUsed",
    "BorrowedKeyError",
    "CaseFault",
    "CaseFolder",
    "Cell",
    "Checked",
    "ClockWordError",
    "Comparison",
    "Coverage",
    "DayAct",
    "DayFile",
    "DayFileError",
    "DaySealed",
    "DayTimes",
    "Decision",
    "DeviceClock",
    "Difference",
    "Disclosures",
    "FileReplay",
    "Finding",
    "Given",
    "HandedBy",
    "Hands",
    "Happened",
    "Hour",
    "HourLine",
    "ImportKind",
    "ImportRowError",
    "Imported",
    "InForce",
    "LabelTakenError",
    "Left",
    "Line",
    "Listing",
    "LogLine",
    "Looking",
    "Met",
    "MissingEntry",
    "Named",
    "NoCaseError",
    "NoEntry",
    "NowLeft",
    "Offered",
    "Opens",
    "Owed",
    "People",
    "Planned",
    "Played",
    "Ports",
    "Production",
    "Prover",
    "Reason",
    "RecordStore",
    "Rehearsal",
    "Remedy",
    "Replay",
    "Report",
    "Rows",
    "RuleCount",
    "ScribeTakesPartError",
    "Seen",
    "Send",
    "Setting",
    "Sheet",
    "SignedElsewhereError",
    "SignedStaleError",
    "SourceChangedError",
    "SourceKind",
    "Statement",
    "StopLine",
    "Table",
    "TableError",
    "Taken",
    "Tally",
    "Undecided",
    "UnknownPersonError",
    "UnknownThingError",
    "Voucher",
    "WeaponLeft",
    "acts_since",
    "adopt",
    "afterwards",
    "afterwards_document",
    "all_hands",
    "ask",
    "ask_witnesses",
    "audit_production",
    "audit_seen",
    "badge_digest",
    "begin",
    "begin_case",
    "broken_day",
    "by_day",
    "by_role",
    "by_set_up",
    "by_weapon",
    "carry_out",
    "catch_up",
    "check_not_older",
    "check_rulebook",
    "close_record",
    "compared",
    "comparison_document",
    "compose",
    "correct_line",
    "coverage_of",
    "day_log",
    "day_words",
    "decide_lines",
    "decision_document",
    "enrolment",
    "enter_lapsed",
    "enter_left",
    "enter_rows",
    "enter_signed",
    "enter_step",
    "entered_after",
    "finish_erasures",
    "fleet_document",
    "grouped",
    "half_day",
    "hour_of",
    "introduce",
    "is_tag",
    "keep_alive",
    "keep_snapshot",
    "left_now",
    "listing_of",
    "live_permit",
    "looking_at",
    "name_of",
    "named_in",
    "new_badge_code",
    "newest_seal",
    "note_devices",
    "open_day",
    "open_record",
    "own_entries",
    "own_reading",
    "parse_day_file",
    "parts_of",
    "people_of",
    "planned",
    "planned_weapons",
    "propose",
    "read_act",
    "read_back",
    "read_badge",
    "read_case",
    "read_code",
    "read_day",
    "read_log",
    "read_record",
    "read_tag",
    "read_use",
    "rehearsal_document",
    "rehearse",
    "replayed",
    "replayed_against",
    "report",
    "report_document",
    "retirement",
    "revocation",
    "rotate_laptop",
    "rotation",
    "rules_together",
    "seal_day",
    "sheet_acts",
    "sheet_of",
    "someone_is_down",
    "spoken_role",
    "standing_answer",
    "standing_people",
    "tables_of",
    "tag_code",
    "tags_of",
    "take_signed",
    "take_source",
    "take_together",
    "tell_battery_out",
    "tell_late_queue",
    "tick",
    "time_points",
    "times_of_report",
    "to_disclose",
    "unkept",
    "weapons_of_day",
    "weapons_out",
    "would_be",
    "zone_of",
]


_OF_CASES = frozenset(
    {
        "ENTERED",
        "CaseFolder",
        "NoCaseError",
        "Offered",
        "SourceChangedError",
        "begin_case",
        "correct_line",
        "decide_lines",
        "enter_step",
        "read_case",
        "read_use",
        "take_source",
    }
)
_OF_THE_PROVER = frozenset(
    {
        "FileReplay",
        "Happened",
        "Met",
        "NowLeft",
        "Planned",
        "Prover",
        "Replay",
        "WeaponLeft",
        "left_now",
        "planned",
        "planned_weapons",
        "replayed",
        "replayed_against",
        "weapons_of_day",
        "weapons_out",
    }
)


def __getattr__(name: str) -> Any:
    """Load what asks the prover, and what reads papers, when it is first asked for."""
    # Late imports: the app on set must be ready without the prover's engines and the intake.
    if name in _OF_THE_PROVER:
        from provesafe.service import proving

        return getattr(proving, name)
    if name in _OF_CASES:
        from provesafe.service import casework

        return getattr(casework, name)
    raise AttributeError(name)
