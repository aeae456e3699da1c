"""What every page is held to in a browser, in light and dark, on a phone, a tablet and a desk."""

from axe_playwright_python.base import AXE_SCRIPT

SIZES = [(390, 844), (768, 1024), (1440, 900)]
SMALLEST = (320, 640)
# A scheme changes colours and nothing else: in the dark, the rules that look at colours are asked again.
SCHEMES = {"light": {}, "dark": {"runOnly": ["color-contrast", "link-in-text-block"]}}
# Of each violation its name and the beginning of its first place: what a test says of it, no more.
_RUN = """asked => axe.run({resultTypes: ['violations'], ...asked}).then(found =>
    found.violations.map(one => [one.id, one.nodes[0].html.slice(0, 160)]))"""


def is_accessible(page):
    """The page as it stands: axe finds nothing, and nothing is wider than the screen."""
    assert not (found := list(complaints(page))), "\n".join(found)


def fits_a_small_phone(page):
    """Nothing is wider than 320 pixels: a large print on a small screen."""
    assert not (found := list(too_wide(page, *SMALLEST))), found


def complaints(page):
    """Everything that axe or a narrow screen holds against the page as it stands, in words."""
    page.wait_for_load_state()
    for scheme, asked in SCHEMES.items():
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for width, height in SIZES:
            yield from too_wide(page, width, height)
            for rule, place in _broken(page, asked):
                yield f"{page.url} {scheme} {width}: {rule}: {place}"


def opened(page):
    """Everything that is folded away stands open."""
    page.evaluate("document.querySelectorAll('main details').forEach(d => (d.open = true))")


def too_wide(page, width, height):
    """In words, where something on the page is wider than a screen of this size."""
    page.set_viewport_size({"width": width, "height": height})
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > width:
        yield f"{page.url} is {wide} pixels wide at {width}"


def _broken(page, asked):
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(_RUN, asked)
