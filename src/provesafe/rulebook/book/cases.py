"""What a rule's case must have to be one: a day that keeps it, and exactly one edit that breaks it.

A case is a small day file, `cases/RULE.toml`. Here only its shape is checked; the day itself is
read and replayed elsewhere.

    [broken]
    remove = "label"                                  # take one act out
    move   = "label", after = "label" | at = "d1 …"   # or let it come after another, or later
    change = "label", set = { to = "cleo" }           # or change what it says
"""

from __future__ import annotations

from collections.abc import Mapping

from provesafe.rulebook.book.tables import read_toml
from provesafe.rulebook.errors import RulebookError

__all__ = ["check_case"]

_EDITS = ("remove", "move", "change")


def check_case(files: Mapping[str, str], *, rule: str, book: str) -> None:
    """Check that a rule has its case.

    Raises:
        RulebookError: there is none, or it has no acts, or not exactly one edit of a labelled act.
    """
    name = f"cases/{rule}.toml"
    if name not in files:
        raise RulebookError(
            f"{book}/{rule} has no case",
            hint=f"add `{name}`: a short day that keeps the rule, and one `[broken]` edit",
        )
    case = read_toml(files[name], f"{book}/{name}")
    labels = [act.text("label", "") for act in case.tables("act")]
    broken = case.table("broken")
    edits = [edit for edit in _EDITS if broken.raw(edit) is not None]
    if len(edits) != 1:
        raise RulebookError(
            f"{book}/{name}: `[broken]` has {len(edits)} edits and needs one",
            hint="write one of `remove`, `move`, `change` with an act's label",
        )
    label = broken.text(edits[0])
    if labels.count(label) != 1:
        raise RulebookError(f"{book}/{name}: {labels.count(label)} acts have the label `{label}`")
