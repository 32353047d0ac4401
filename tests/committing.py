"""A program that commits until it is ended, and says each size once it is durable.

    python committing.py RECORD COMMITS [PRAGMA …]

It goes on with the record at RECORD, or begins one. Each line on its standard output is a tree
size that `append` had returned for, written in one system call; `failed` stands where it raised.
Keys, clock and acts are the same in each run, so that what a record must hold can be planned apart
(`planned`). PRAGMAs are laid on the store's own connection, to weaken it or to hurry checkpoints.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from ledger_sample import LAPTOP, LOG, T0, noted
from provesafe.adapters.keys import ed25519_accepts
from provesafe.adapters.store import SqliteStore
from provesafe.errors import ProvesafeError
from provesafe.ledger import Commit, plan_commit, plan_genesis, resume

__all__ = ["planned"]


def planned() -> Iterator[Commit]:
    """Give the commits of the one record that every run makes, from its genesis on."""
    made = plan_genesis(
        domain="crash.example", kind="real", log_key=LOG, device_signers=[LAPTOP], now_ms=T0
    )
    number = 0
    while True:
        yield made
        number += 1
        made = plan_commit(
            made.state,
            [noted(f"cold {each}") for each in range(1 + number % 3)],
            log_signer=LOG.named(made.state.origin),
            device_signer=LAPTOP,
            now_ms=T0 + 1000 * number,
            verifier=ed25519_accepts,
        )


def main(record: str, commits: int, *pragmas: str) -> None:
    """Commit, and say so."""
    store = SqliteStore(Path(record))
    for pragma in pragmas:
        assert store._connection is not None
        store._connection.execute(f"pragma {pragma}")
    size, left = store.head().tree_size, commits
    assert not size or resume(None, store.entries()).tree.size == size
    for commit in planned():
        if commit.first_index < size:
            continue
        for _ in range(3):
            try:
                store.append(
                    commit.raw_entries(),
                    commit.checkpoint,
                    expected_tree_size=commit.first_index,
                )
            except ProvesafeError as error:
                os.write(1, f"failed {error.code}\n".encode())
                continue
            os.write(1, f"{commit.state.tree.size}\n".encode())
            break
        else:
            break
        left -= 1
        if left <= 0:
            break
    store.close()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), *sys.argv[3:])
