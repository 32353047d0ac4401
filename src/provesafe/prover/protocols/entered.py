"""As what the record has it: which acts of a record are entries of a step or failure of a file.

A file says `entered_as = "show"`, or a table with the act and what its fields hold; a list of these
where any of them will do. Fields that name people hold roles of the file. Who enters it is whoever
does it in the file, unless `by` says otherwise; role words of the record will do there too.
"""

from __future__ import annotations

from collections.abc import Mapping

from provesafe.custody import ROLES, VOCABULARY, Act
from provesafe.prover.protocols.model import EnteredAs, Failure, Protocol, Role, Step
from provesafe.prover.protocols.rows import Row

__all__ = ["check_entered", "entry_of", "read_entered", "read_role"]

Roles = Mapping[str, tuple[str, ...]]
"""The role words that people had in the record when they entered something, by person."""


def read_role(row: Row, base: Role | None = None) -> Role:
    """A role; of a protocol based on another one, what is not said stays as it was.

    Raises:
        ProtocolError: it is entered as a role that no record has.
    """
    role = Role(
        id=row.text("id"),
        say=row.text("say", base.say if base else None),
        entered_as=row.texts("entered_as") or (base.entered_as if base else ()),
    )
    for word in role.entered_as:
        if not _is_word(word):
            raise row.fault(f"no record has a role `{word}`", hint="see docs/reference/acts.md")
    row.done()
    return role


def read_entered(row: Row) -> tuple[EnteredAs, ...]:
    """What a step or failure says of its entries.

    Raises:
        ProtocolError: an act or a field is not one of a record.
    """
    if not row.has("entered_as"):
        return ()
    said = row.either("entered_as")
    found: list[EnteredAs] = []
    for one in said:
        if isinstance(one, str):
            found.append(EnteredAs(act=one, fields={}))
        else:
            found.append(EnteredAs(act=one.text("act"), fields=_fields(one)))
    for entered in found:
        declared = VOCABULARY.get(entered.act)
        if declared is None:
            raise row.fault(
                f"no record has an act `{entered.act}`", hint="see docs/reference/acts.md"
            )
        for name, values in entered.fields.items():
            field = declared.field(name)
            if field is None or field.kind in ("count", "day", "ms"):
                raise row.fault(f"`{entered.act}` has no field of words `{name}`")
            for value in values:
                if field.values and value not in field.values:
                    raise row.fault(f"`{name}` of `{entered.act}` is never `{value}`")
    return tuple(found)


def _fields(row: Row) -> Mapping[str, tuple[str, ...]]:
    found = {key: row.texts(key) for key in row.values if key != "act"}
    row.done()
    return found


def check_entered(part: Step | Failure, roles: set[str], root: Row) -> None:
    """Whether the people in its entries have roles of the file.

    Raises:
        ProtocolError: one has not.
    """
    for entered in part.entered_as:
        for name, values in entered.fields.items():
            field = VOCABULARY[entered.act].field(name)
            for value in values:
                people = field is not None and field.kind == "person"
                if people and value not in roles and not _is_word(value):
                    raise root.fault(f"`{part.id}` is entered with `{value}`, which is no role")


def _is_word(role: str) -> bool:
    """Whether a record may have this role."""
    return role in ROLES or role.startswith("x-")


def entry_of(protocol: Protocol, part: Step | Failure, act: Act, people: Roles) -> str:
    """Why an act of a record is no entry of a step or failure; empty where it is one.

    Args:
        protocol: whose roles are asked for.
        part: the step or failure.
        act: what was entered.
        people: the roles in the record of everybody it names.

    Returns:
        `other act`, `other person` or `other words`; the last two only where the act is the same.
    """
    words = {one.id: {one.id, *one.entered_as} for one in protocol.roles}
    step = next((one for one in protocol.steps if one.id == getattr(part, "at", "")), None)
    entered_as = part.entered_as or (step.entered_as if step else ())
    by = part.by or (step.by if step else "")
    why = "other act"
    for entered in entered_as:
        if entered.act == act.name:
            wanted = {"by": (by,), **entered.fields}
            wrong = [name for name in wanted if not _holds(act, name, wanted[name], words, people)]
            if not wrong:
                return ""
            if why != "other words":
                why = "other person" if "by" in wrong else "other words"
    return why


def _holds(
    act: Act, name: str, wanted: tuple[str, ...], words: Mapping[str, set[str]], people: Roles
) -> bool:
    field = act.type.field(name)
    value = act.fields.get(name, ())
    there = {value} if isinstance(value, str) else set(value) if isinstance(value, tuple) else set()
    if field is None or field.kind != "person":
        return bool(there & set(wanted))
    meant = {word for role in wanted for word in words.get(role, {role})}
    return any(meant & set(people.get(one, ())) for one in there)
