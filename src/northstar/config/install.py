"""The first call's set-up: makes .venv and installs what the lock names, and only that.

Run by `./northstar` with the system's Python, before anything is installed: standard library only.
"""

import fcntl
import os
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CORE = "requirements.lock"


class CannotSetUp(Exception):
    """One plain sentence for the person at the terminal."""


def main() -> int:
    root, lock = Path(sys.argv[1]), sys.argv[2]
    try:
        with one_at_a_time(root):
            if not is_installed(root, lock):
                set_up(root, lock)
    except CannotSetUp as sorry:
        print(f"northstar: {sorry}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"northstar: cannot set up in {root}: {error.strerror}.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def set_up(root: Path, lock: str) -> None:
    if not os.access(root, os.W_OK):
        raise CannotSetUp(f"cannot write to {root}; run it from a copy that belongs to you.")
    began = time.monotonic()
    if not take_away_stamps(root):
        say("setting up (once): making .venv")
        make_venv(root)
    say("setting up: installing the locked packages")
    install(root, lock)
    for name in {CORE, lock}:
        write_whole(root / ".venv" / name, stamp(root, name))
    say(f"set up in {time.monotonic() - began:.0f} s")


def stamp(root: Path, lock: str) -> bytes:
    """What `./northstar` compares: where, and with which packages, this .venv was made."""
    files = (root / "pyproject.toml", root / lock)
    return os.fsencode(root) + b"\n" + b"".join(file.read_bytes() for file in files)


def is_installed(root: Path, lock: str) -> bool:
    written = root / ".venv" / lock
    return written.is_file() and written.read_bytes() == stamp(root, lock)


def take_away_stamps(root: Path) -> bool:
    """Whether .venv was made whole, and here; until the new stamps are written it is neither."""
    stamps = [*(root / ".venv").glob("requirements*.lock")]
    here = os.fsencode(root) + b"\n"
    whole = any(written.read_bytes().startswith(here) for written in stamps)
    for written in stamps:
        written.unlink()
    return whole and os.access(root / ".venv/bin/python", os.X_OK)


def make_venv(root: Path) -> None:
    try:
        venv.create(root / ".venv", clear=True, symlinks=True, with_pip=True)
    except subprocess.CalledProcessError:
        raise CannotSetUp(
            "this Python cannot make a virtual environment; install its venv module "
            "(on Debian or Ubuntu: apt install python3-venv) and try again."
        ) from None


def install(root: Path, lock: str) -> None:
    python = str(root / ".venv/bin/python")
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    with pinned_uv(root) as wanted:
        done = run(root, *pip, "--require-hashes", "-r", wanted)
    if done.returncode:
        raise CannotSetUp(f"cannot fetch the packages it needs: {why(done)}")
    uv = [str(root / ".venv/bin/uv"), "pip", "install", "--python", python]
    packages = ["--require-hashes", "-r", str(root / lock)]
    # pip may know an index or a proxy from its own settings that uv does not read.
    if run(root, *uv, "--compile-bytecode", *packages).returncode:
        done = run(root, *pip, *packages)
        if done.returncode:
            raise CannotSetUp(f"cannot install the locked packages: {why(done)}")
    done = run(root, *uv, "--no-deps", "--no-build-isolation", "--editable", str(root))
    if done.returncode:
        raise CannotSetUp(f"cannot install itself into .venv: {why(done)}")


@contextmanager
def pinned_uv(root: Path) -> Iterator[str]:
    """A requirements file with the lock's own entry for uv, hashes and all."""
    lines = (root / CORE).read_text().splitlines()
    start = next(at for at, line in enumerate(lines) if line.startswith("uv=="))
    end = next((at for at in range(start + 1, len(lines)) if lines[at][:1] != " "), len(lines))
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("\n".join(lines[start:end]) + "\n")
        file.flush()
        yield file.name


def run(root: Path, *command: str) -> subprocess.CompletedProcess[str]:
    surroundings = {
        **os.environ,
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_CACHE_DIR": os.environ.get("UV_CACHE_DIR") or cache_folder(root),
        "PIP_ROOT_USER_ACTION": "ignore",
    }
    return subprocess.run(
        command, cwd=root, env=surroundings, capture_output=True, text=True, check=False
    )


def cache_folder(root: Path) -> str:
    """The usual one; inside .venv for a user whose home cannot be written."""
    home = os.environ.get("HOME") or root / ".venv"
    usual = Path(os.environ.get("XDG_CACHE_HOME") or Path(home) / ".cache")
    nearest = next(folder for folder in (usual, *usual.parents) if os.access(folder, os.F_OK))
    return str(usual / "uv" if os.access(nearest, os.W_OK) else root / ".venv/cache")


def why(done: subprocess.CompletedProcess[str]) -> str:
    said = done.stderr or done.stdout
    signs = ("connection", "resolve", "network", "timed out", "no matching distribution", "proxy")
    if any(sign in said.lower() for sign in signs):
        return "the package index could not be reached; check the network and try again."
    if "no space left" in said.lower():
        return "the disk is full."
    if "hash" in said.lower():
        return "what arrived is not what the lock names; nothing of it was installed."
    lines = [line for line in said.splitlines() if line.strip()]
    return lines[-1].strip() if lines else f"it ended with code {done.returncode}."


@contextmanager
def one_at_a_time(root: Path) -> Iterator[None]:
    """Two first calls at once: the second waits, then finds the work done."""
    folder = os.open(root, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("waiting for another set-up to finish")
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def write_whole(path: Path, content: bytes) -> None:
    part = path.with_suffix(".part")
    part.write_bytes(content)
    part.replace(path)


def say(line: str) -> None:
    print(f"northstar: {line}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
