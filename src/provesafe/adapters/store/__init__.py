"""Where a production's record and its people's disclosures are kept."""

from provesafe.adapters.store.disclosures import MemoryDisclosures, SqliteDisclosures
from provesafe.adapters.store.memory import MemoryStore
from provesafe.adapters.store.people_keys import PEOPLE_KEYS, copy_keys
from provesafe.adapters.store.places import (
    RECORD,
    STORE,
    has_record,
    name_store,
    open_record,
    record_file,
)
from provesafe.adapters.store.sqlite import SqliteStore

__all__ = [
    "PEOPLE_KEYS",
    "RECORD",
    "STORE",
    "MemoryDisclosures",
    "MemoryStore",
    "SqliteDisclosures",
    "SqliteStore",
    "copy_keys",
    "has_record",
    "name_store",
    "open_record",
    "record_file",
]
