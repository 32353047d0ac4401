"""Many sources over a cluster: the same function, mapped by Spark.

An extra: `pip install provesafe[spark]`, and a Java. The paths are read where the work is done, so
on more than one machine they lie on storage that all of them see, and provesafe is installed there.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from provesafe.adapters.fleet.one import Asked, Told, tell
from provesafe.errors import UnavailableError

__all__ = ["SparkError", "audit_on_spark"]


class SparkError(UnavailableError):
    """Spark cannot be started, or did not finish."""

    code = "fleet.spark"


def audit_on_spark(paths: Sequence[Path], asked: Asked, *, master: str) -> tuple[Told, ...]:
    """Audit sources; what comes back stands in the order of the paths.

    Args:
        paths: the sources, as they are called where the work is done.
        asked: by what, and up to when.
        master: where that is: `local[2]`, `spark://host:7077`, `yarn`.

    Raises:
        SparkError: there is no Java, or Spark cannot be reached.
    """
    home = os.environ.get("JAVA_HOME", "")
    if not shutil.which("java") and not (home and Path(home, "bin", "java").exists()):
        raise SparkError(
            "Spark needs a Java, and none was found",
            hint="install one, or leave `--engine spark` out",
        )
    # Spark would start any `python3`; the work needs the one that has provesafe.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    try:
        session = _session(master)
    except PySparkException as error:
        raise _failed(error) from error
    try:
        numbered = session.sparkContext.parallelize(
            list(enumerate(str(path) for path in paths)), max(1, len(paths))
        )
        found = numbered.map(lambda one: (one[0], tell(Path(one[1]), asked))).collect()
    except PySparkException as error:
        raise _failed(error) from error
    finally:
        session.stop()
    return tuple(told for _, told in sorted(found, key=lambda one: one[0]))


def _session(master: str) -> SparkSession:
    # Its warnings are of its own making: diagnostics of ours stay readable.
    return (
        SparkSession.builder.master(master)
        .appName("provesafe audit")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.log.level", "ERROR")
        .getOrCreate()
    )


def _failed(error: PySparkException) -> SparkError:
    why = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    return SparkError(f"Spark did not do it: {why}", hint="see what it said above")
