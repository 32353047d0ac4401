"""Where a production's record and its people's disclosures are kept."""

from provesafe.adapters.store.disclosures import MemoryDisclosures, SqliteDisclosures
from provesafe.adapters.store.memory import MemoryStore
from provesafe.adapters.store.sqlite import SqliteStore

__all__ = ["MemoryDisclosures", "MemoryStore", "SqliteDisclosures", "SqliteStore"]
