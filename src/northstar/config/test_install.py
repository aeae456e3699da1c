"""Set-up: what counts as installed, and what an interrupted one leaves."""

import os
import subprocess
from pathlib import Path

import pytest

from northstar.config import install

ROOT = Path(install.__file__).parents[3]


@pytest.fixture
def clone(tmp_path):
    """A clone in a folder with a space, as far as set-up looks at it."""
    root = tmp_path / "a clone"
    (root / ".venv/bin").mkdir(parents=True)
    (root / ".venv/bin/python").symlink_to("/bin/sh")
    (root / "pyproject.toml").write_text("[project]\n")
    (root / install.CORE).write_text("uv==1.0 \\\n    --hash=sha256:00\n    # why\nwheel==1.0\n")
    return root


def finish(root):
    (root / ".venv" / install.CORE).write_bytes(install.stamp(root, install.CORE))


def test_the_stamp_is_the_lock_the_project_and_the_place(clone):
    assert not install.is_installed(clone, install.CORE)
    finish(clone)
    assert install.is_installed(clone, install.CORE)
    (clone / install.CORE).write_text("uv==2.0\n")
    assert not install.is_installed(clone, install.CORE)


def test_an_interrupted_set_up_begins_anew(clone):
    finish(clone)
    assert install.take_away_stamps(clone)
    assert not install.take_away_stamps(clone)


def test_a_moved_clone_begins_anew(clone):
    finish(clone)
    moved = clone.rename(clone.with_name("moved"))
    assert not install.is_installed(moved, install.CORE)
    assert not install.take_away_stamps(moved)


def test_uv_comes_from_the_lock_with_its_hashes(clone):
    with install.pinned_uv(clone) as wanted:
        assert Path(wanted).read_text() == "uv==1.0 \\\n    --hash=sha256:00\n    # why\n"


def test_the_locks_name_no_index():
    for lock in ROOT.glob("requirements*.lock"):
        text = lock.read_text()
        assert "://" not in text
        assert "--find-links" not in text
        assert "--index" not in text


def test_too_old_a_python_is_said_in_one_sentence(tmp_path):
    script = tmp_path / "northstar"
    script.write_bytes((ROOT / "northstar").read_bytes())
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("dirname", "readlink", "cat", "cmp", "env"):
        found = next(p for p in (Path("/usr/bin") / name, Path("/bin") / name) if p.exists())
        (programs / name).symlink_to(found)
    said = subprocess.run(
        ["/bin/sh", script],
        env={"PATH": str(programs), "HOME": os.devnull},
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 1
    assert said.stderr.count("\n") == 1
    assert "needs Python 3.11 or newer" in said.stderr
