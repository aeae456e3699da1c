"""A real PostgreSQL for tests and benches: a cluster in the temporary folder, gone afterwards."""

import ctypes
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ATTEMPTS, PATIENCE = 3, 60.0

# Durability is not what a throwaway cluster is for.
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=100")


class Missing(Exception):
    """Why there can be no PostgreSQL here, in one plain sentence."""


@contextmanager
def cluster() -> Iterator[str]:
    """The address of a running server, as NORTHSTAR_DATABASE_URL takes it."""
    programs = _programs()
    account = _unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="northstar-postgres-", dir=_open_to(account)))
    try:
        password = _make(programs, folder, account)
        server, port = _start(programs, folder, account, password)
        try:
            yield f"postgresql://northstar:{password}@127.0.0.1:{port}/postgres"
        finally:
            _stop(server)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    on_path = shutil.which("initdb")
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_number)
    candidates = [Path(on_path).resolve().parent] if on_path else []
    for folder in [*candidates, *reversed(installed), Path("/usr/local/bin")]:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise Missing("no PostgreSQL is installed (on Debian or Ubuntu: apt install postgresql)")


def _number(folder: Path) -> float:
    try:
        return float(folder.parent.name)
    except ValueError:
        return 0.0


def _unprivileged() -> pwd.struct_passwd | None:
    """The account to drop to: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        if shutil.which("useradd"):
            subprocess.run(["useradd", "--system", "postgres"], check=False, capture_output=True)
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        raise Missing("PostgreSQL refuses to run as root and there is no user postgres") from None


def _open_to(account: pwd.struct_passwd | None) -> str | None:
    """A temporary folder that the account can reach; root's own may be closed to it."""
    usual = Path(tempfile.gettempdir()).resolve()
    if account and any(not folder.stat().st_mode & 0o001 for folder in (usual, *usual.parents)):
        return "/tmp"  # nosec B108  # noqa: S108 - mkdtemp makes a folder of its own
    return None


def _dropped(account: pwd.struct_passwd | None) -> dict[str, Any]:
    if account is None:
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _surroundings(folder: Path) -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "HOME": str(folder)}


def _make(programs: Path, folder: Path, account: pwd.struct_passwd | None) -> str:
    password = secrets.token_hex(16)
    secret = folder / "password"
    secret.write_text(password)
    secret.chmod(0o600)
    if account:
        os.chown(folder, account.pw_uid, account.pw_gid)
        os.chown(secret, account.pw_uid, account.pw_gid)
    options = ["-U", "northstar", "-A", "scram-sha-256", "--pwfile", str(secret)]
    done = subprocess.run(
        [programs / "initdb", "-D", folder / "data", "-E", "UTF8", "--locale=C", "-N", *options],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env=_surroundings(folder),
        **_dropped(account),
    )
    if done.returncode:
        raise Missing(f"initdb failed: {(done.stderr.strip().splitlines() or ['no reason'])[-1]}")
    return password


def _start(
    programs: Path, folder: Path, account: pwd.struct_passwd | None, password: str
) -> tuple[subprocess.Popen[bytes], int]:
    for _ in range(ATTEMPTS):  # another program may take the free port before the server does
        port = _free_port()
        settings = ("listen_addresses=127.0.0.1", "unix_socket_directories=", *QUICK)
        options = [part for setting in settings for part in ("-c", setting)]
        with (folder / "log").open("ab") as log:
            server = subprocess.Popen(
                [programs / "postgres", "-D", folder / "data", "-p", str(port), *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=folder,
                env=_surroundings(folder),
                # Out of reach of Ctrl-C; but not a session of its own, in which Linux would share out
                # the machine anew and a `nice` of who began it would count for nothing.
                process_group=0,
                preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509
                **_dropped(account),
            )
        if _answers(server, port, password):
            return server, port
        _stop(server)
    said = (folder / "log").read_text("utf-8", "replace").strip().splitlines()
    raise Missing(f"PostgreSQL did not start: {(said or ['no reason'])[-1]}")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(1, signal.SIGQUIT)


def _answers(server: subprocess.Popen[bytes], port: int, password: str) -> bool:
    import psycopg

    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            psycopg.connect(
                host="127.0.0.1",
                port=port,
                user="northstar",
                password=password,
                dbname="postgres",
                connect_timeout=2,
            ).close()
            return True
        except psycopg.OperationalError:
            time.sleep(0.05)
    return False


def _stop(server: subprocess.Popen[bytes]) -> None:
    if server.poll() is None:
        server.send_signal(signal.SIGQUIT)  # at once, without a last checkpoint
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
