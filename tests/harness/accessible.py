"""What every page is held to in a browser, in light and dark, on a phone, a tablet and a desk."""

from axe_playwright_python.base import AXE_SCRIPT

from tests.harness.contrast import too_pale

SIZES = [(390, 844), (768, 1024), (1440, 900)]
SMALLEST = (320, 640)
# The contrast is measured apart (contrast.py).
_ALL = {"rules": {"color-contrast": {"enabled": False}}}
# Where the same things are in sight on a wider screen, the rules that look at places are asked again. A
# scheme changes colours and nothing else: in the dark, the rule about colours is, where it applies.
_PLACES, _COLOURS = ["scrollable-region-focusable", "link-in-text-block"], "link-in-text-block"
# Of each violation its name and the beginning of its first place: what a test says of it, no more.
_RUN = """asked => axe.run({resultTypes: ['violations'], ...asked}).then(found => ({
    broken: found.violations.map(one => [one.id, one.nodes[0].html.slice(0, 160)]),
    idle: found.inapplicable.map(one => one.id)}))"""
_IN_SIGHT = """() => [...document.querySelectorAll('*')].map(one => {
    const [seen, at] = [one.checkVisibility({visibilityProperty: true}), one.getBoundingClientRect()];
    return seen && at.width * at.height && at.right + scrollX > 0 && at.bottom + scrollY > 0 ? 1 : 0;
}).join('')"""


def is_accessible(page):
    """The page as it stands: axe finds nothing, and nothing is wider than the screen."""
    assert not (found := list(complaints(page))), "\n".join(found)


def fits_a_small_phone(page):
    """Nothing is wider than 320 pixels: a large print on a small screen."""
    assert not (found := list(too_wide(page, *SMALLEST))), found


def complaints(page):
    """Everything that axe or a narrow screen holds against the page as it stands, in words."""
    page.wait_for_load_state()
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    before = None
    for width, height in SIZES:
        _in_scheme(page, "light")
        yield from too_wide(page, width, height)
        in_sight = page.evaluate(_IN_SIGHT)
        found = page.evaluate(_RUN, {"runOnly": _PLACES} if in_sight == before else _ALL)
        yield from _said(page, "light", width, found["broken"])
        before = in_sight
        _in_scheme(page, "dark")
        again = (
            []
            if _COLOURS in found["idle"]
            else page.evaluate(_RUN, {"runOnly": [_COLOURS]})["broken"]
        )
        yield from _said(page, "dark", width, again)


def opened(page):
    """Everything that is folded away stands open."""
    page.evaluate("document.querySelectorAll('main details').forEach(d => (d.open = true))")


def too_wide(page, width, height):
    """In words, where something on the page is wider than a screen of this size."""
    page.set_viewport_size({"width": width, "height": height})
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > width:
        yield f"{page.url} is {wide} pixels wide at {width}"


def _in_scheme(page, scheme):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")


def _said(page, scheme, width, broken):
    for rule, place in [*broken, *(("color-contrast", text) for text in too_pale(page))]:
        yield f"{page.url} {scheme} {width}: {rule}: {place}"
