"""The words of a web page in a message: nothing is run, loaded or followed."""

import re
from html.parser import HTMLParser

import nh3

_LINES = {
    "p",
    "div",
    "br",
    "tr",
    "li",
    "ul",
    "ol",
    "table",
    "h1",
    "h2",
    "h3",
    "h4",
    "blockquote",
    "hr",
}
_LARGEST = 2_000_000
_MOST_TAGS = 10_000  # thousands of boxes inside boxes take any parser very long


def words_of(page: str) -> str:
    """Plain text with a line for each block. nh3 first, because Python's parser is slow on broken pages."""
    page = page[:_LARGEST]
    if page.count("<") > _MOST_TAGS:
        page = re.sub(r"<[^<>]{0,2000}>", " ", page).replace("<", " ")
    clean = nh3.clean(
        page,
        tags=_LINES | {"td"},
        attributes={},
        clean_content_tags={"script", "style", "title", "template"},
        strip_comments=True,
    )
    reader = _Words()
    reader.feed(clean)
    reader.close()
    lines = (re.sub(r"[^\S\n]+", " ", line).strip() for line in "".join(reader.words).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Words(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.words.append(" " if tag == "td" else "\n")

    def handle_endtag(self, tag):
        self.words.append(" " if tag == "td" else "\n")

    def handle_data(self, data):
        self.words.append(data.replace("\n", " "))
