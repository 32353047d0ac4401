"""Many sources side by side, in processes of this machine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path

from provesafe.adapters.fleet.one import Asked, Told, tell

__all__ = ["audit_locally"]

Progress = Callable[[int, int], None]

SMALL_BYTES = 24 * 2**20
"""Less than this in all is some seconds of work: a second process, which loads and compiles the
rulebooks for itself, costs more than it brings."""


def audit_locally(
    paths: Sequence[Path],
    asked: Asked,
    *,
    workers: int,
    progress: Progress,
    small_bytes: int = SMALL_BYTES,
) -> tuple[Told, ...]:
    """Audit sources; what comes back stands in the order of the paths.

    Args:
        paths: the sources.
        asked: by what, and up to when.
        workers: how many processes at once; with one, nothing is started.
        progress: told how many are done, of how many.
        small_bytes: sources of less in all are audited in this process.
    """
    if workers <= 1 or len(paths) <= 1 or _bytes(paths, small_bytes) < small_bytes:
        told = []
        for done, path in enumerate(paths, start=1):
            told.append(tell(path, asked))
            progress(done, len(paths))
        return tuple(told)
    # Processes that are copied from this one could inherit a lock of another's threads.
    context = get_context("spawn")
    with ProcessPoolExecutor(max_workers=min(workers, len(paths)), mp_context=context) as pool:
        waiting = [pool.submit(tell, path, asked) for path in paths]
        for done, _ in enumerate(as_completed(waiting), start=1):
            progress(done, len(paths))
        return tuple(one.result() for one in waiting)


def _bytes(paths: Sequence[Path], enough: int) -> int:
    """The size of the sources; no further than `enough`."""
    total = 0
    for path in paths:
        files = path.rglob("*") if path.is_dir() else [path]
        for file in files:
            total += file.stat().st_size if file.is_file() else 0
            if total >= enough:
                return total
    return total
