"""The one place where real parts are put together: stores, keys, clock, randomness, rulebooks.

A production is a folder:

    record.sqlite    the record, only ever appended to
    people.sqlite    what people are called, apart from the record
    keys/            the log's key and the laptop's, for their owner alone
    rulebooks/       the house's own rulebooks, where it has any
    adopted/         the texts of every rulebook it took on, by digest
    place            which machine and file it is: a copy opens for looking (`standing`)
"""

from __future__ import annotations

import hashlib
import json
import secrets
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from pathlib import Path

from provesafe import custody
from provesafe.adapters.keys import ed25519_accepts, load_key, public_key_of
from provesafe.adapters.production_keys import (
    KEYS,
    LOG,
    concerns_signer,
    key_file,
    make_keys,
    recorder_name,
)
from provesafe.adapters.rulebooks import (
    definitions_digest,
    digest_of_definitions,
    fact_phrases,
    kept_name,
    kept_texts,
    load_rulebooks,
    load_texts,
    shipped_rulebooks,
    texts_kept,
)
from provesafe.adapters.sealing import refuse_older_copy, witnessed_times
from provesafe.adapters.spreading import processes_for, spread
from provesafe.adapters.standing import MOVED, check_place, clear_unbegun, mark_place
from provesafe.adapters.store import (
    STORE,
    SqliteDisclosures,
    has_record,
    name_store,
    open_record,
    record_file,
)
from provesafe.errors import ConflictError, InputError, UnavailableError, VerificationError
from provesafe.ledger import (
    Genesis,
    Kind,
    RecordReport,
    Verifier,
    Window,
    parse_entry,
    verify_record,
)
from provesafe.rulebook import Rulebook, Settings
from provesafe.service import (
    CUSTODY,
    Adopt,
    DayFile,
    DayTimes,
    Ports,
    Production,
    RecordStore,
    begin,
    finish_erasures,
    keep_snapshot,
    people_of,
    read_back,
    unkept,
)

__all__ = [
    "ADOPTED",
    "DOMAIN",
    "KEYS",
    "OWN_RULEBOOKS",
    "PEOPLE",
    "RECORD",
    "NoProductionError",
    "RulebookChangedError",
    "adoptions",
    "book_finder",
    "keep_texts",
    "keep_when_due",
    "new_production",
    "now_ms",
    "open_production",
    "open_rehearsal",
    "verify_production",
    "view_production",
]

RECORD = "record.sqlite"
PEOPLE = "people.sqlite"
OWN_RULEBOOKS = "rulebooks"
ADOPTED = "adopted"
KEEP_AFTER = 1_000
"""So many entries are read from the record on opening before a new snapshot spares the next."""
DOMAIN = "provesafe"
"""What a record's origin begins with where the house has no domain of its own."""


class ProductionExistsError(ConflictError):
    """There is a production in that folder."""

    code = "wiring.exists"


class NoProductionError(InputError):
    """There is no production in that folder."""

    code = "wiring.no_production"


class RulebookChangedError(VerificationError):
    """A rulebook's text is not the one that was taken on."""

    code = "wiring.rulebook_changed"


def now_ms() -> int:
    """The laptop's clock, in milliseconds since the epoch."""
    return time.time_ns() // 1_000_000


def new_production(
    folder: Path,
    *,
    title: str,
    times: DayTimes,
    kind: Kind,
    passphrase: str,
    at_ms: int,
    durable: bool = True,
    store: str = "",
    next_key: Path | None = None,
) -> Production:
    """Make a production in a folder that has none; one that was cut off at its making is no more
    than what is left lying of it, and is made anew.

    Args:
        folder: made where it is not there.
        title: what the production is called.
        times: its clock.
        kind: real, demo or training; the latter two stand in the record's origin.
        passphrase: wraps the keys; empty only for a demo or a training.
        at_ms: the moment it begins.
        durable: whether each commit must outlast a power cut; false for what is thrown away.
        store: the database that keeps its record (`postgresql://…`); none keeps it in the folder.
        next_key: where the laptop's next key goes, on another medium; beside the others if None.

    Raises:
        ProductionExistsError: the folder holds one.
        UnavailableError: the folder cannot be written.
    """
    if has_record(folder) and not clear_unbegun(folder):
        raise ProductionExistsError(
            f"`{folder}` holds a production already", hint="name another folder"
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnavailableError(f"`{folder}` cannot be made: {error.strerror}") from error
    if store:
        name_store(folder, store)
    try:
        opened = open_record(folder, durable=durable)
        if opened.head().tree_size:
            opened.close()
            raise ProductionExistsError(
                f"`{store}` holds a record already", hint="name another database"
            )
    except BaseException:
        # What could not be begun leaves nothing that looks like a production.
        (folder / STORE).unlink(missing_ok=True)
        raise
    made = make_keys(folder, passphrase=passphrase, next_file=next_key)
    ports = Ports(
        store=opened,
        device=made.device,
        log_key=made.log,
        concerns=made.concerns,
        next_key=made.next_digest,
        verifier=ed25519_accepts,
        new_person_id=_new_person_id,
        random=secrets.token_bytes,
        phrases=fact_phrases(),
        disclosures=SqliteDisclosures(folder / PEOPLE),
        program=program_digest(),
    )
    domain = DOMAIN if kind == "real" else f"{kind}.{DOMAIN}"
    # First its place: a record that is begun and stands nowhere would pass for a copy.
    mark_place(folder, record_file(folder))
    return begin(ports, domain=domain, kind=kind, title=title, times=times, now_ms=at_ms)


def open_production(folder: Path, *, passphrase: str, taking_over: bool = False) -> Production:
    """Open the production of a folder, ready to enter.

    Args:
        folder: the production.
        passphrase: opens its keys.
        taking_over: whether it may be a copy, for whoever enters next that they go on with it.

    Raises:
        NoProductionError: there is none.
        ConflictError: it is a copy, or was moved away from here.
        VerificationError: the record, a key or a rulebook is not the one that was left.
    """
    _check_there(folder)
    if not taking_over or (folder / MOVED).exists():
        check_place(folder, record_file(folder))
    with ExitStack() as stack:
        store = open_record(folder)
        stack.callback(store.close)
        # Before anything is signed: an older copy that goes on would be a second record.
        refuse_older_copy(folder, store)
        disclosures = SqliteDisclosures(folder / PEOPLE)
        stack.callback(disclosures.close)
        ports = Ports(
            store=store,
            device=load_key(key_file(folder, recorder_name(store)), passphrase=passphrase),
            log_key=load_key(key_file(folder, LOG), passphrase=passphrase).key,
            concerns=concerns_signer(folder, passphrase=passphrase),
            ran=_running(),
            verifier=ed25519_accepts,
            new_person_id=_new_person_id,
            random=secrets.token_bytes,
            phrases=fact_phrases(),
            disclosures=disclosures,
            program=program_digest(),
        )
        production = read_back(
            ports,
            people=people_of(disclosures),
            book_of=lambda adoption: _book_of(folder, adoption),
        )
        keep_when_due(production)
        finish_erasures(production, now_ms=now_ms())
        # It is the caller's to close now; until here, an error closes what was opened.
        stack.pop_all()
    return production


def keep_when_due(production: Production) -> bool:
    """Keep a snapshot for the next opening if much was entered since the last; say if it was due.

    For moments when nobody waits: it takes some tenths of a second after a hundred thousand acts.
    """
    due = unkept(production) >= KEEP_AFTER
    if due:
        # A disk without room for it has none for entries either, and says so there.
        with suppress(UnavailableError):
            keep_snapshot(production)
    return due


@cache
def program_digest() -> str:
    """The digest of this program's own text: two that differ may work a record out differently."""
    digest = hashlib.sha256()
    root = Path(__file__).parent.parent
    for path in sorted(root.rglob("*")):
        if path.suffix in (".py", ".toml"):
            digest.update(f"{path.relative_to(root).as_posix()}\n".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


@contextmanager
def view_production(folder: Path) -> Iterator[Production]:
    """Open the production of a folder for looking only: no key is needed, nothing can be entered.

    A snapshot that the laptop sealed spares reading a long record from its first entry.

    Raises:
        NoProductionError: there is none.
        VerificationError: the record or a rulebook is not the one that was left.
    """
    _check_there(folder)
    with ExitStack() as stack:
        store = open_record(folder, read_only=True)
        stack.callback(store.close)
        disclosures = SqliteDisclosures(folder / PEOPLE)
        stack.callback(disclosures.close)
        ports = Ports(
            store=store,
            device=_NoKey(_recorder_key(folder, store)),
            log_key=_NoKey(),
            verifier=ed25519_accepts,
            new_person_id=_new_person_id,
            random=secrets.token_bytes,
            phrases=fact_phrases(),
            disclosures=disclosures,
            program=program_digest(),
        )
        yield read_back(
            ports,
            people=people_of(disclosures),
            book_of=lambda adoption: _book_of(folder, adoption),
        )


def verify_production(
    folder: Path,
    *,
    expected_origin: str | None = None,
    progress: Callable[[int, int], None] | None = None,
    windows: Callable[[Window], None] | None = None,
    processes: int | None = None,
) -> RecordReport:
    """Check every byte of a folder's record.

    Args:
        folder: the production.
        expected_origin: the record's name as known from elsewhere, on paper for instance.
        progress: told, now and then, how many entries have been read, of how many.
        windows: told, for every entry, between which facts it lies; in this process alone.
        processes: in how many; None for as many as its size is worth.

    Raises:
        NoProductionError: there is none.
        VerificationError: the first thing that is wrong.
    """
    _check_there(folder)
    store = open_record(folder, read_only=True)
    try:
        size, bounds = store.head().tree_size, witnessed_times(folder)

        def work(verifier: Verifier) -> RecordReport:
            return verify_record(
                _told(store.entries(), size, progress),
                store.checkpoints(),
                verifier=verifier,
                expected_origin=expected_origin,
                bounds=bounds,
                windows=windows,
            )

        if windows is not None:
            processes = 1  # what is told must not be told twice
        return spread(work, processes=processes or processes_for(size))
    finally:
        store.close()


def _told(
    entries: Iterable[bytes], size: int, progress: Callable[[int, int], None] | None
) -> Iterator[bytes]:
    """Give entries on, and tell how far it is."""
    for index, raw in enumerate(entries):
        if progress is not None and index % 256 == 0:
            progress(index, size)
        yield raw


@contextmanager
def open_rehearsal(day: DayFile, *, into: Path | None = None) -> Iterator[Production]:
    """Make a training production for a day file; thrown away at the end unless `into` keeps it."""
    entries = [*day.tables, *day.acts]
    first_ms = min((entry.at_ms for entry in entries), default=day.until_ms)
    with ExitStack() as stack:
        folder = into or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        production = new_production(
            folder,
            title=day.production,
            times=day.times,
            kind="training",
            passphrase="",
            at_ms=first_ms,
            durable=into is not None,
        )
        stack.callback(production.store.close)
        stack.callback(production.disclosures.close)
        yield production


def adoptions(
    names: Sequence[str], watched: Sequence[str], settings: Settings, *, beside: Path
) -> list[Adopt]:
    """Load the rulebooks to take on; `custody` comes with every one of them.

    Args:
        names: shipped ids, or folders beside the day file, to be enforced.
        watched: those only watched.
        settings: the house's numbers, by rulebook and rule.
        beside: the folder in which other folders are looked for.

    Raises:
        InputError: a rulebook is not there, or cannot be what the settings make of it.
    """
    if CUSTODY in watched:
        raise InputError("`custody` is always enforced", hint="leave it out of `watched`")
    wanted = [CUSTODY, *(n for n in names if n != CUSTODY), *(w for w in watched if w not in names)]
    books = load_rulebooks([_place(name, beside) for name in wanted], settings=settings)
    definitions = definitions_digest()
    only_watched = {book.id for book, name in zip(books, wanted, strict=True) if name in watched}
    return [
        Adopt(
            book=one,
            watched=one.id in only_watched,
            settings=_settings_text(one),
            definitions=definitions,
        )
        for one in books
    ]


def keep_texts(folder: Path, adopted: Sequence[Adopt], *, beside: Path) -> None:
    """Keep the texts of rulebooks with the production that took them on, by their digests.

    A later version of the program ships other texts; the record is read with these.

    Args:
        folder: the production.
        adopted: what it took on.
        beside: the folder in which their own folders were looked for.
    """
    (folder / ADOPTED).mkdir(exist_ok=True)
    for one in adopted:
        path = folder / ADOPTED / kept_name(one.book.digest, one.definitions)
        if not path.exists():
            part = path.with_suffix(".part")
            part.write_text(kept_texts(_place(one.book.id, beside)), encoding="utf-8")
            part.replace(path)


def book_finder(folder: Path) -> Callable[[custody.Adoption], Rulebook]:
    """What finds the rulebooks that the production of a folder took on, for as long as it is open.

    Args:
        folder: the production.
    """
    return lambda adoption: _book_of(folder, adoption)


def _settings_text(book: Rulebook) -> str:
    """What was set for a rulebook, a house's values among it: enough to load it again as it is."""
    return json.dumps(book.settings, ensure_ascii=False, sort_keys=True) if book.settings else ""


class _NoKey:
    """Stands where a key would, when the record is only looked at."""

    name = "none"

    def __init__(self, public_key: bytes = b"") -> None:
        """
        Args:
            public_key: of the laptop, so that what it sealed can be told from what it did not.
        """
        self.public_key = public_key

    def sign(self, message: bytes) -> bytes:  # noqa: ARG002 - the shape of a signer
        """Refuse: nothing is entered without the laptop's keys."""
        raise UnavailableError("the record was opened for looking only; nothing was entered")

    def named(self, name: str) -> _NoKey:  # noqa: ARG002 - the shape of a key
        """Stay without a name."""
        return self


def _running() -> Callable[[], tuple[str, int]]:
    """Begin to count how long this run lasts, by a clock that goes on while the laptop sleeps."""
    clock = getattr(time, "CLOCK_BOOTTIME", getattr(time, "CLOCK_MONOTONIC", None))

    def passed_ns() -> int:
        return time.monotonic_ns() if clock is None else time.clock_gettime_ns(clock)

    boot, began_ns = secrets.token_hex(4), passed_ns()
    return lambda: (boot, (passed_ns() - began_ns) // 1_000_000)


def _recorder_key(folder: Path, store: RecordStore) -> bytes:
    """The laptop's public key, as the record's first entry has it, or else its key file."""
    name = recorder_name(store)
    for raw in store.entries(0, 1):
        own = parse_entry(raw).body.own
        listed = own.keys if isinstance(own, Genesis) else ()
        if found := [key.raw for key in listed if key.name == name]:
            return found[0]
    path = key_file(folder, name)
    return public_key_of(path) if path.exists() else b""


def _check_there(folder: Path) -> None:
    if not has_record(folder):
        raise NoProductionError(
            f"`{folder}` holds no production", hint="make one with `provesafe new`"
        )


def _place(name: str, beside: Path) -> str:
    return name if name in shipped_rulebooks() else str(beside / name)


def _book_of(folder: Path, adoption: custody.Adoption) -> Rulebook:
    settings = json.loads(adoption.settings) if adoption.settings else {}
    kept = folder / ADOPTED / kept_name(adoption.digest, adoption.definitions)
    if kept.exists():
        files, text = texts_kept(kept.read_text("utf-8"))
        book, definitions = load_texts(files, text, settings=settings), digest_of_definitions(text)
    else:
        name = _place(adoption.rulebook, folder / OWN_RULEBOOKS)
        (book,) = load_rulebooks([name], settings=settings)
        definitions = definitions_digest()
    if (adoption.digest or book.digest, adoption.definitions or definitions) != (
        book.digest,
        definitions,
    ):
        raise RulebookChangedError(
            f"the rulebook `{book.id}` is not the text that was taken on",
            hint="take on the text there is now, by a named person, or put the old one back",
        )
    return book


def _new_person_id() -> str:
    return f"P-{secrets.token_urlsafe(9)}"
