"""The gate starts without the library of the batch side."""

from __future__ import annotations

import subprocess
import sys

import pytest

from provesafe import monitor


def test_the_gate_does_not_load_the_columnar_library() -> None:
    """NumPy is loaded when a name of the columnar engine is first asked for, not before."""
    code = (
        "import sys; from provesafe.monitor import Gate; print('numpy' in sys.modules); "
        "from provesafe.monitor import ask; print('numpy' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["False", "True"]


def test_every_name_of_the_room_is_there() -> None:
    """What the room promises can be imported, and nothing else can."""
    assert all(getattr(monitor, name) is not None for name in monitor.__all__)
    with pytest.raises(AttributeError):
        _ = monitor.nobody
