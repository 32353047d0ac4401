"""The shape of a transition: it changes a draft as one act does. It never fails."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from provesafe.custody.act import Act
from provesafe.custody.draft import Draft

__all__ = ["Transition"]

Transition: TypeAlias = Callable[[Draft, Act], None]
