"""Time stamps over seals, by an authority made on the spot with openssl, which checks ours too."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography.x509 import load_pem_x509_certificates

from made_production import make_production
from provesafe.adapters.days.stamping import StampError, get_stamp, read_stamp
from provesafe.adapters.standing import mark_place
from provesafe.adapters.store import SqliteStore
from provesafe.errors import UnavailableError
from provesafe.ledger import parse_entry, split_note
from second_reader import read_bundle
from terminal import run

CONFIG = """
[req]
distinguished_name = name
prompt = no
[name]
CN = Test stamps
[ca]
basicConstraints = critical,CA:TRUE
[tsa]
extendedKeyUsage = critical,timeStamping
[plain]
keyUsage = digitalSignature
[stamping]
serial = {folder}/serial
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
"""
NOTE = b"dry-creek.example/log/x\n12\nAAAA\n\n\xe2\x80\x94 dry-creek.example/log/x AAAAAAAAAAA=\n"


def openssl(*arguments: str | Path) -> None:
    """Run openssl; it must go well."""
    command = ["openssl", *(str(one) for one in arguments)]
    ran = subprocess.run(command, capture_output=True, check=False, timeout=20)
    assert ran.returncode == 0, ran.stderr.decode()


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a certificate authority and a stamping certificate of its."""
    folder = tmp_path_factory.mktemp("tsa")
    config = folder / "conf"
    config.write_text(CONFIG.format(folder=folder))
    (folder / "serial").write_text("01")
    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    openssl(
        "req", "-x509", *key, "-keyout", folder / "ca.key", "-out", folder / "ca.pem",
        "-config", config, "-extensions", "ca", "-days", "30", "-subj", "/CN=Test authority",
    )  # fmt: skip
    for name, use in (("tsa", "tsa"), ("plain", "plain")):
        ask = ("-keyout", folder / f"{name}.key", "-out", folder / f"{name}.csr")
        openssl("req", *key, *ask, "-config", config)
        openssl(
            "x509", "-req", "-in", folder / f"{name}.csr", "-CA", folder / "ca.pem",
            "-CAkey", folder / "ca.key", "-CAcreateserial", "-out", folder / f"{name}.pem",
            "-days", "20", "-extfile", config, "-extensions", use,
        )  # fmt: skip
    return folder


@pytest.fixture(scope="module")
def address(authority: Path) -> Iterator[str]:
    """Where that authority answers."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            (authority / "query").write_bytes(self.rfile.read(int(self.headers["Content-Length"])))
            openssl(
                "ts", "-reply", "-config", authority / "conf", "-section", "stamping",
                "-queryfile", authority / "query", "-signer", authority / "tsa.pem",
                "-inkey", authority / "tsa.key", "-out", authority / "reply",
            )  # fmt: skip
            self.send_response(200)
            self.end_headers()
            self.wfile.write((authority / "reply").read_bytes())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_stamp_is_got_and_openssl_agrees(authority: Path, address: str, tmp_path: Path) -> None:
    """What we take openssl verifies over the checkpoint's three lines, by the authority's word."""
    data = get_stamp(address, NOTE)
    (tmp_path / "stamp.tsr").write_bytes(data)
    (tmp_path / "text").write_bytes(split_note(NOTE)[0])
    openssl(
        "ts", "-verify", "-data", tmp_path / "text", "-in", tmp_path / "stamp.tsr",
        "-CAfile", authority / "ca.pem",
    )  # fmt: skip
    trusted = load_pem_x509_certificates((authority / "ca.pem").read_bytes())
    stamp = read_stamp(data, NOTE, authorities=trusted)
    assert (stamp.trusted, stamp.signer) == (True, "CN=Test stamps")
    assert not read_stamp(data, NOTE).trusted


def test_a_stamp_over_another_checkpoint_is_refused(address: str) -> None:
    """It says when other bytes were there, and nothing of these."""
    data = get_stamp(address, NOTE)
    with pytest.raises(StampError, match="other bytes"):
        read_stamp(data, NOTE.replace(b"12", b"13"))
    with pytest.raises(StampError, match="another question"):
        read_stamp(data, NOTE, nonce=5)


def test_a_changed_stamp_is_refused(address: str) -> None:
    """One bit anywhere in what is signed, or cut short, and it is no stamp any more."""
    data = get_stamp(address, NOTE)
    start = data.index(hashlib.sha256(split_note(NOTE)[0]).digest())
    for at in range(start - 30, start + 70, 5):
        flipped = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        with pytest.raises(StampError):
            read_stamp(flipped, NOTE)
    for length in (0, 1, 40, len(data) - 1):
        with pytest.raises(StampError):
            read_stamp(data[:length], NOTE)
    with pytest.raises(StampError):
        read_stamp(bytes([data[-1]]) * 70_000, NOTE)


def test_a_certificate_that_may_not_stamp_is_refused(authority: Path, address: str) -> None:
    """An authority's plain certificate in the place of its stamping one vouches for no time."""
    data = get_stamp(address, NOTE)
    tsa, plain = (
        load_pem_x509_certificates((authority / name).read_bytes())[0]
        for name in ("tsa.pem", "plain.pem")
    )
    stranger = load_pem_x509_certificates((authority / "plain.pem").read_bytes())
    assert not read_stamp(data, NOTE, authorities=stranger).trusted
    assert tsa.subject == plain.subject
    assert tsa != plain


def test_an_authority_that_is_not_there_is_said() -> None:
    """No network: no stamp, and the day goes on."""
    for address in ("http://127.0.0.1:9/", "ftp://x"):
        with pytest.raises(UnavailableError):
            get_stamp(address, NOTE, wait_seconds=1)


def test_a_stamped_day_binds_the_next(
    authority: Path, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sealed and stamped; the next day's first entry names the stamp, and a bundle carries it."""
    monkeypatch.setenv("PROVESAFE_PASSPHRASE", "")
    folder = make_production(tmp_path / "dc")
    assert run("day", "seal", folder, "--tsa", address).code == 0
    (stamp,) = (folder / "anchors").iterdir()
    assert "bound to the time stamp" in run("day", "open", folder).out
    assert "bound to the time stamp" not in run("day", "open", folder).out
    store = SqliteStore(folder / "record.sqlite", read_only=True)
    digest = hashlib.sha256(stamp.read_bytes()).hexdigest()
    opened = [raw for raw in store.entries() if b'"class":"open_day"' in raw]
    store.close()
    assert parse_entry(opened[0]).fields["anchors"] == [{"sha256": digest, "size": int(stamp.stem)}]
    bundle = tmp_path / "bundle"
    assert run("bundle", folder, bundle).code == 0
    ran = run("verify", bundle, "--tsa-ca", authority / "ca.pem")
    assert f"stamp     {stamp.stem} entries were there by" in ran.out
    assert "the certificate is by an authority you named" in ran.out
    files = {one.relative_to(bundle).as_posix(): one for one in bundle.rglob("*") if one.is_file()}
    read_bundle({name: path.read_bytes() for name, path in files.items()})
    stamp_path = bundle / "anchors" / stamp.name
    stamp_path.write_bytes(stamp_path.read_bytes()[:-1])
    assert run("verify", bundle).code == 3


def test_the_seal_stands_without_its_stamp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An authority that cannot be reached is told, and the day is sealed all the same."""
    monkeypatch.setenv("PROVESAFE_PASSPHRASE", "")
    folder = make_production(tmp_path / "dc")
    ran = run("day", "seal", folder, "--tsa", "http://127.0.0.1:9/")
    assert ran.code == 0
    assert "no time stamp" in ran.err
    assert not (folder / "anchors").exists()
    copy = shutil.copytree(folder, tmp_path / "copy")
    mark_place(copy, copy / "record.sqlite")
    assert run("day", "seal", copy).code == 4
