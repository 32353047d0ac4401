"""Signatures checked elsewhere meanwhile: the same answer, whoever finds a fault, and when."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

import pytest

from bundled import InMemory, large_sample
from one_byte import entry_at
from provesafe.adapters import spreading
from provesafe.adapters.keys import ed25519_accepts
from provesafe.adapters.spreading import LARGE_ENTRIES, Check, Helpers, processes_for
from provesafe.errors import InvariantBroken
from provesafe.ledger import (
    BundleReport,
    RecordFaultError,
    SignatureError,
    Verifier,
    settled,
    verify_bundle,
)

FILES = large_sample(100)
ENTRIES = f"tile/entries/000.p/{int(FILES['checkpoint'].split()[1])}"
ENDS = [at for at in range(len(FILES[ENTRIES])) if FILES[ENTRIES][at : at + 2] == b"=\n"]
"""Where the signature lines of the first file of entries end."""


class SlowLine:
    """A helper that answers late, and dies when it has answered so many lots."""

    def __init__(self, *, late: int, lives: int = 10**9) -> None:
        self.late, self.lives, self.lots = late, lives, 0
        self._waiting: deque[list[Check]] = deque()

    def send(self, lot: list[Check], /) -> None:
        """Take a lot, unless dead."""
        if self.lives <= 0:
            raise BrokenPipeError
        self.lots += 1
        self._waiting.append(lot)

    def poll(self) -> bool:
        """Have an answer only once several lots wait."""
        return len(self._waiting) > self.late or self.lives <= 0

    def recv(self) -> bool:
        """Answer the oldest lot, unless dead."""
        if self.lives <= 0:
            raise EOFError
        self.lives -= 1
        return all(ed25519_accepts(*one) for one in self._waiting.popleft())


def reading(files: dict[str, bytes]) -> Callable[[Verifier], BundleReport]:
    """The pass over a bundle."""
    return lambda verifier: verify_bundle(InMemory(files), verifier=verifier)


def said(work: Callable[[], object]) -> object:
    """What came of it, with the place of a fault."""
    try:
        return work()
    except RecordFaultError as error:
        return error.code, error.message, error.place()


def flipped(files: dict[str, bytes], path: str, at: int) -> dict[str, bytes]:
    """Change one bit."""
    data = bytearray(files[path])
    data[at] ^= 1
    return {**files, path: bytes(data)}


@pytest.fixture(autouse=True)
def small_lots(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bundle of a hundred entries gives lots to hand about."""
    monkeypatch.setattr(spreading, "LOT", 4)


@pytest.mark.parametrize("lives", [10**9, 0, 1, 7])
@pytest.mark.parametrize("late", [0, 1, 2])
def test_a_good_bundle_is_reported_alike(late: int, lives: int) -> None:
    """The report is that of one process, with helpers that answer late and helpers that die."""
    lines = [SlowLine(late=late), SlowLine(late=0, lives=lives)]
    work = reading(FILES)
    assert settled(work, verifier=_never, deferred=Helpers(lines)) == work(ed25519_accepts)
    assert lines[0].lots + lines[1].lots > 3


@pytest.mark.parametrize(("first", "second"), [(40, 80), (3, 4), (len(ENDS) - 2, len(ENDS) - 1)])
@pytest.mark.parametrize("lives", [10**9, 2])
def test_the_first_wrong_entry_is_named_whoever_finds_it(
    first: int, second: int, lives: int
) -> None:
    """Of two wrong signatures the first is named, though another helper meets the second sooner."""
    files = flipped(flipped(FILES, ENTRIES, ENDS[first] - 20), ENTRIES, ENDS[second] - 20)
    place = f"{ENTRIES}, entry {entry_at(FILES[ENTRIES], ENDS[first])}"
    helpers = Helpers([SlowLine(late=2, lives=lives), SlowLine(late=0)])
    found = said(lambda: settled(reading(files), verifier=ed25519_accepts, deferred=helpers))
    assert found == said(lambda: reading(files)(ed25519_accepts))
    assert isinstance(found, tuple)
    assert found[2] == place


def test_a_wrong_signature_before_another_fault_is_what_is_named() -> None:
    """The pass stops at a text that is no entry; the wrong signature before it is still named."""
    text = FILES[ENTRIES].index(b"provesafe.event/v1", ENDS[60])
    files = flipped(flipped(FILES, ENTRIES, ENDS[50] - 20), ENTRIES, text)
    helpers = Helpers([SlowLine(late=2)])
    found = said(lambda: settled(reading(files), verifier=ed25519_accepts, deferred=helpers))
    assert found == said(lambda: reading(files)(ed25519_accepts))
    assert isinstance(found, tuple)
    assert found[2] == f"{ENTRIES}, entry {entry_at(FILES[ENTRIES], ENDS[50])}"


def test_a_pass_ends_soon_after_a_helper_has_found_something() -> None:
    """With the third signature wrong, the first pass does not go on to the end of the record."""
    files = flipped(FILES, ENTRIES, ENDS[2] - 20)
    asked = []

    class Counting(Helpers):
        def __call__(self, public_key: bytes, signature: bytes, message: bytes, /) -> bool:
            asked.append(message)
            return super().__call__(public_key, signature, message)

    with pytest.raises(SignatureError):
        settled(reading(files), verifier=ed25519_accepts, deferred=Counting([SlowLine(late=0)]))
    assert 3 <= len(asked) < 60


@pytest.mark.parametrize("error", [SignatureError("x"), InvariantBroken("x")])
def test_what_followed_from_a_wrong_yes_does_not_count(error: Exception) -> None:
    """Whatever a pass said that was told a wrong yes, it is done anew with the check itself."""

    class Wrong:
        def __call__(self, *_: bytes) -> bool:
            return True

        def settle(self) -> bool:
            return False

    def work(verifier: Verifier) -> str:
        if verifier is not ed25519_accepts:
            raise error
        return "what is so"

    assert settled(work, verifier=ed25519_accepts, deferred=Wrong()) == "what is so"


def test_only_a_long_record_takes_two_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A day's record stays in one process; on a machine with one core a long one does too."""
    monkeypatch.setattr("os.cpu_count", lambda: 8)
    assert [processes_for(size) for size in (0, LARGE_ENTRIES - 1, LARGE_ENTRIES)] == [1, 1, 2]
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    assert processes_for(10**6) == 1


def _never(public_key: bytes, signature: bytes, message: bytes, /) -> bool:
    raise AssertionError("nothing was wrong, so nothing is done twice")
