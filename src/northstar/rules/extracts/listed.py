"""Words to listen for, from a list of ours: how something is called in talk, and its one name."""

import csv
import re
from functools import cache
from importlib.resources import files


@cache
def listed(
    file: str, *, name: bool = False, joined_by: str = ""
) -> tuple[re.Pattern[str], dict[str, str]]:
    """The pattern of all the words of a file (columns `says`, and `words` apart by semicolons) and, by each
    in lower case, the name it goes by. `name`: whether that is listened for too; `joined_by`: signs that make a longer word of two."""
    text = (files("northstar.knowledge") / file).read_text("utf-8")
    names: dict[str, str] = {}
    for row in csv.DictReader(text.splitlines()):
        for words in [row["says"]] * name + row["words"].split(";"):
            if words:
                names.setdefault(words.lower(), row["says"])
    longest_first = sorted(names, key=len, reverse=True)
    pattern = "|".join(re.escape(one).replace(r"\ ", r"\s+") for one in longest_first)
    edge = rf"[\w{joined_by}]"
    return re.compile(rf"(?<!{edge})(?:{pattern})(?!{edge})", re.IGNORECASE), names
