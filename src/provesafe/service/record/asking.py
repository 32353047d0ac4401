"""Ask witnesses to cosign the newest checkpoint, and learn from them if this record was put back.

Rules:

- a witness that has cosigned a larger tree than this record has, or another root of the same size,
  ends everything: this folder is an older copy, or there are two records under one name. Nothing
  may be signed any more, since that is how an honest record comes to fork;
- a witness that cannot be reached, or does not know this record, is told and passed over;
- a line is kept only where it verifies under the key that the policy names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from provesafe.errors import UnavailableError
from provesafe.ledger import (
    ForkError,
    Policy,
    PublicKey,
    RecordFaultError,
    TruncatedError,
    Verifier,
    consistency_proof,
    leaf_hash,
    open_cosignatures,
    parse_checkpoint_text,
    split_note,
    subtree_reader,
    write_request,
)
from provesafe.service.ports import RecordStore

__all__ = ["Asked", "Send", "ask_witnesses", "check_not_older"]

Send = Callable[[str, bytes], tuple[int, bytes]]
"""Post a body to a witness's address; give status and body. Raises UnavailableError."""

OK, CONFLICT = 200, 409


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What one witness answered."""

    name: str
    """In the policy."""
    cosigned: bool
    why: str
    """Where it did not: what it said."""


def ask_witnesses(
    store: RecordStore,
    policy: Policy,
    *,
    known: Mapping[str, int],
    send: Send,
    verifier: Verifier,
) -> tuple[bytes, tuple[Asked, ...]]:
    """Ask every witness with an address to cosign the newest checkpoint.

    Args:
        store: the record.
        policy: names the witnesses, their keys and addresses.
        known: the size each cosigned last as far as is known here, by name.
        send: posts a request.
        verifier: the Ed25519 check.

    Returns:
        The checkpoint with the lines of those that cosigned, and what each answered.

    Raises:
        TruncatedError, ForkError: a witness has seen another record of this name than this one.
    """
    head = store.head()
    note = head.checkpoint or b""
    size = head.tree_size
    leaves = [leaf_hash(raw) for raw in store.entries(0, size)] if policy.urls else []
    answers = []
    lines = b""
    for name, url in policy.urls.items():
        try:
            line, why = _ask(
                note, size, leaves, old=min(known.get(name, 0), size), url=url, send=send
            )
        except UnavailableError as error:
            answers.append(Asked(name=name, cosigned=False, why=error.message))
            continue
        if line and _verifies(note + line, policy.witnesses[name], verifier):
            lines += line
            answers.append(Asked(name=name, cosigned=True, why=""))
        else:
            answers.append(Asked(name=name, cosigned=False, why=why or "its line does not verify"))
    return note + lines, tuple(answers)


def check_not_older(tree_size: int, root: Callable[[int], bytes], seals: Sequence[bytes]) -> None:
    """See that a record still has everything that was cosigned; before anything is signed.

    Args:
        tree_size: how large the record is.
        root: gives its root at an earlier size.
        seals: the cosigned checkpoints that are kept beside it.

    Raises:
        TruncatedError: a larger record was cosigned than this one is.
        ForkError: another one of the same size was.
    """
    for note in seals:
        kept = parse_checkpoint_text(split_note(note)[0])
        if kept.tree_size > tree_size:
            raise TruncatedError(
                f"this record ends here and {kept.tree_size} entries were cosigned",
                index=tree_size,
                hint="this is an older copy: put the newest one back; nothing was signed",
            )
        if root(kept.tree_size) != kept.root_hash:
            raise ForkError(
                "a cosigned checkpoint has another root than this record",
                tree_size=kept.tree_size,
                hint="keep both; nothing was signed",
            )


def _ask(
    note: bytes, size: int, leaves: Sequence[bytes], *, old: int, url: str, send: Send
) -> tuple[bytes, str]:
    """Ask one witness, a second time where it cosigned another size last."""
    for _ in range(2):
        proof = consistency_proof(old, size, subtree_reader(leaves)) if old else ()
        status, body = send(url, write_request(old, proof, note))
        if status == OK:
            return body, ""
        said = body.decode("utf-8", errors="replace").strip()[:200]
        if status != CONFLICT:
            return b"", f"it answered {status}: {said}"
        if not said.isdecimal():
            raise ForkError(
                f"the witness at `{url}` holds another root of this size",
                tree_size=size,
                hint="keep both records as they are and tell a person; nothing was signed",
            )
        if int(said) > size:
            raise TruncatedError(
                f"this record ends here and the witness at `{url}` has cosigned {said} entries",
                index=size,
                hint="this is an older copy: put the newest one back; nothing was signed",
            )
        old = int(said)
    return b"", "it asks for another size each time"


def _verifies(note: bytes, key: PublicKey, verifier: Verifier) -> bool:
    try:
        return len(open_cosignatures(note, [key], verifier)) == 1
    except RecordFaultError:
        return False
