"""Files that others write and read: traces of facts, as text and as tables."""

from provesafe.adapters.exchange.decimals import Declared, read_signature
from provesafe.adapters.exchange.errors import TraceFileError
from provesafe.adapters.exchange.monpoly_text import read_monpoly_text
from provesafe.adapters.exchange.pieces import Asked, Pieced, ask_in_pieces, pieces_for
from provesafe.adapters.exchange.tables import read_csv, read_json_lines, read_parquet
from provesafe.adapters.exchange.traces import FORMATS, TraceFormat, format_of, load_trace

__all__ = [
    "FORMATS",
    "Asked",
    "Declared",
    "Pieced",
    "TraceFileError",
    "TraceFormat",
    "ask_in_pieces",
    "format_of",
    "load_trace",
    "pieces_for",
    "read_csv",
    "read_json_lines",
    "read_monpoly_text",
    "read_parquet",
    "read_signature",
]
