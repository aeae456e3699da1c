"""The clinic's own list of agencies, `reporting.csv` in NORTHSTAR_HOME."""

from django.conf import settings

from northstar.knowledge.reporting import rows
from northstar.knowledge.table import Row


def own_rows() -> tuple[list[Row], str]:
    """The rows, and where the file cannot be read the sentence that says so: a report is never held up."""
    try:
        return rows((settings.HOME / "reporting.csv").read_text("utf-8-sig")), ""
    except FileNotFoundError:
        return [], ""
    except UnicodeDecodeError:
        told = "it is not written in UTF-8"
    except OSError:
        told = "it cannot be opened"
    except ValueError as why:
        told = str(why)
    return [], f"The clinic's list of agencies is not used: {told}. Tell an administrator."
