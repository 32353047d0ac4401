"""One function for each thing a person can do with a production. See README.md of this room."""

from provesafe.service.afterwards import Afterwards, MissingEntry, Statement, afterwards
from provesafe.service.answers.decision import Decision, Opens, Reason, Remedy
from provesafe.service.answers.documents import (
    afterwards_document,
    audit_document,
    decision_document,
    rehearsal_document,
)
from provesafe.service.auditing import Audit, Finding, NoEntry, Undecided, audit_production
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
from provesafe.service.entering import Ask, Report, ask, report, tick
from provesafe.service.importing import Imported, ImportKind, ImportRowError, Rows, enter_rows
from provesafe.service.opening import Adopt, Ports, adopt, begin, catch_up, read_back
from provesafe.service.people import LabelTakenError, People, UnknownPersonError
from provesafe.service.ports import Disclosures, RecordStore
from provesafe.service.production import CUSTODY, Production
from provesafe.service.reading import UnknownThingError, read_act
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
from provesafe.service.record.snapshots import keep_snapshot, unkept
from provesafe.service.rehearse import Played, Rehearsal, rehearse

__all__ = [
    "CUSTODY",
    "Adopt",
    "Afterwards",
    "Ask",
    "Asked",
    "Audit",
    "CaseFault",
    "Checked",
    "ClockWordError",
    "Coverage",
    "DayAct",
    "DayFile",
    "DayFileError",
    "DayTimes",
    "Decision",
    "Disclosures",
    "Finding",
    "ImportKind",
    "ImportRowError",
    "Imported",
    "LabelTakenError",
    "MissingEntry",
    "Named",
    "NoEntry",
    "Opens",
    "People",
    "Played",
    "Ports",
    "Production",
    "Reason",
    "RecordStore",
    "Rehearsal",
    "Remedy",
    "Report",
    "Rows",
    "Send",
    "Statement",
    "TableError",
    "Undecided",
    "UnknownPersonError",
    "UnknownThingError",
    "adopt",
    "afterwards",
    "afterwards_document",
    "ask",
    "ask_witnesses",
    "audit_document",
    "audit_production",
    "begin",
    "broken_day",
    "catch_up",
    "check_not_older",
    "check_rulebook",
    "close_record",
    "coverage_of",
    "decision_document",
    "enter_rows",
    "keep_alive",
    "keep_snapshot",
    "named_in",
    "note_devices",
    "open_record",
    "parse_day_file",
    "people_of",
    "read_act",
    "read_back",
    "read_day",
    "rehearsal_document",
    "rehearse",
    "report",
    "tell_battery_out",
    "tell_late_queue",
    "tick",
    "time_points",
    "to_disclose",
    "unkept",
    "zone_of",
]
