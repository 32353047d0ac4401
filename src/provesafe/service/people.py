"""Who is who: the production's own words for people, and the ids that stand in the record.

Entries hold `P-…` ids and roles; what a person is called stands in the disclosure table, apart
from the entries. Rules:

- a label (`ada`) belongs to one person of a production, for good;
- an id is random and says nothing about the person;
- everything shown to people goes through `label`, everything entered through `id_of`.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field

from provesafe.errors import ConflictError, InputError

__all__ = ["LabelTakenError", "People", "UnknownPersonError"]


class UnknownPersonError(InputError):
    """Nobody of that label is enrolled."""

    code = "service.unknown_person"


class LabelTakenError(ConflictError):
    """Somebody else already has that label."""

    code = "service.label_taken"


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """The labels and names of a production's people, by their ids in the record."""

    labels: Mapping[str, str] = field(default_factory=dict)
    """Person id to label."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Person id to the name shown beside the label, where one was given."""
    ids: Mapping[str, str] = field(default_factory=dict)
    """Label to person id."""

    def with_person(self, person_id: str, label: str, name: str = "") -> People:
        """The same people and one more.

        Raises:
            LabelTakenError: another person has that label.
        """
        if self.ids.get(label, person_id) != person_id:
            raise LabelTakenError(
                f"there is already somebody called `{label}`",
                hint="choose another id for one of them",
            )
        return People(
            labels={**self.labels, person_id: label},
            names={**self.names, **({person_id: name} if name else {})},
            ids={**self.ids, label: person_id},
        )

    def id_of(self, label: str) -> str:
        """The record's id of a person by label; an id is taken as it is.

        Raises:
            UnknownPersonError: nobody is called that.
        """
        if label in self.labels:
            return label
        found = self.ids.get(label)
        if found is None:
            close = difflib.get_close_matches(label, self.ids, n=1)
            raise UnknownPersonError(
                f"nobody here is called `{label}`",
                hint=f"did you mean `{close[0]}`?" if close else "enrol them first",
            )
        return found

    def label(self, person_id: str) -> str:
        """What a person is called here; the id itself where nobody has told."""
        return self.labels.get(person_id, person_id)
