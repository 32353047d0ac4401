"""Audits of one source or many: what a path holds, one source at a time, and side by side."""

from provesafe.adapters.fleet.books import AskedRulebookError, TextMissingError
from provesafe.adapters.fleet.one import Asked, Failure, Told, audit_production, tell
from provesafe.adapters.fleet.page import audit_page
from provesafe.adapters.fleet.pool import audit_locally
from provesafe.adapters.fleet.sources import NoSourceError, expanded, read_source, source_kind
from provesafe.adapters.fleet.tables import write_csv_tables, write_parquet_tables

__all__ = [
    "Asked",
    "AskedRulebookError",
    "Failure",
    "NoSourceError",
    "TextMissingError",
    "Told",
    "audit_locally",
    "audit_page",
    "audit_production",
    "expanded",
    "read_source",
    "source_kind",
    "tell",
    "write_csv_tables",
    "write_parquet_tables",
]
