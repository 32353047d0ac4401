"""When a text says things were: found, placed as far as it can be, and never by a guess."""

from __future__ import annotations

from provesafe.casefile.intake.times.placing import find_times, publication_lines
from provesafe.casefile.intake.times.stated import Stated, TimeKind

__all__ = ["Stated", "TimeKind", "find_times", "publication_lines"]
