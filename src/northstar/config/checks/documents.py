"""What the documents promise is there, and what needs a word has one."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

TITLE = "documents"

ROOT = Path(__file__).parents[4]
DOCS = ROOT / "docs"
_LINK = re.compile(r"\]\((?!\w+:|#)([^)#\s]+)")
_SETTING = re.compile(r"\bNORTHSTAR_[A-Z][A-Z_]*\b")


def problems() -> Iterator[str]:
    yield from dead_links()
    yield from unexplained_settings()
    yield from undecided_dependencies()


def dead_links() -> Iterator[str]:
    for page in (*ROOT.glob("*.md"), *DOCS.rglob("*.md")):
        for target in _LINK.findall(page.read_text("utf-8")):
            if not (page.parent / target).exists():
                yield f"{page.relative_to(ROOT)} points to {target}, which is not there"


def unexplained_settings() -> Iterator[str]:
    """Every setting that the code reads is explained, and no explained one is dead."""
    code = [ROOT / "northstar", *(ROOT / "src").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
    read = {name for file in code for name in _SETTING.findall(file.read_text("utf-8"))}
    explained = set(_SETTING.findall((DOCS / "settings.md").read_text("utf-8")))
    for name in sorted(read - explained):
        yield f"docs/settings.md does not explain {name}"
    for name in sorted(explained - read):
        yield f"docs/settings.md explains {name}, which nothing reads"


def undecided_dependencies() -> Iterator[str]:
    """Every dependency says in docs/decisions/ what it is needed for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    wanted = [*project["dependencies"], *(line for extra in extras for line in extra)]
    decisions = "\n".join(
        page.read_text("utf-8").lower() for page in (DOCS / "decisions").glob("*.md")
    )
    for line in wanted:
        name = re.split(r"[\[=<>~! ]", line, maxsplit=1)[0].lower()
        if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", decisions):
            yield f"no page of docs/decisions/ says what {name} is needed for"
