"""The sheet as one HTML page that needs nothing else: no network, no style sheet, no script."""

from pathlib import Path

from django.template import Context, Engine

from northstar.jobs.daysheets.sheet import Sheet


def paper(made: Sheet) -> bytes:
    """The page, to be read on any browser and printed."""
    engine = Engine(dirs=[str(Path(__file__).parent)], autoescape=True)
    page = engine.get_template("sheet.html").render(Context({"sheet": made}))
    return page.encode()
