"""A clinical document: its narrative, rendered harmless by its reader."""

import re

from django.utils.html import escape

from northstar.sources.ccda import place
from northstar.sources.ccda.render import as_html

_EMPTY_HEAD = re.compile(r"<th( [^>]*)?>\s*</th>")


def shown(data: bytes, at: str, address: str) -> str:
    """Headings one step lower, as the page has its own; a header cell without words is a plain cell."""
    html = as_html(data, at)
    for name, lower in (("h2", "h4"), ("h1", "h3")):
        html = html.replace(f"<{name}>", f"<{lower}>").replace(f"</{name}>", f"</{lower}>")
    if at and "<mark>" not in html:
        html = _in_the_header(data, at) + html
    html = _EMPTY_HEAD.sub(r"<td\1></td>", html)
    return f'<div class="narrative">{html}</div>'


def _in_the_header(data: bytes, at: str) -> str:
    """What the narrative does not repeat: who, when and where, in the document's own header."""
    try:
        quote = place(data, at)
    except LookupError:
        return ""
    return f"<p>In the document’s header: <mark>{escape(quote)}</mark></p>"
