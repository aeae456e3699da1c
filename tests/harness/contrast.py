"""Can every text be read? axe measures each look once: what looks the same reads the same.

A look is all that contrast hangs on: the colour of a text, its size and weight, and every ground, veil
and neighbour that lies under or over it. Most texts of a page look like others, and most pages like
others: of what axe did, two thirds was to measure the same colours anew. A look that it does not call
readable, or does not judge, it is asked about again wherever it stands.
"""

from pathlib import Path

_LOOKS = (Path(__file__).parent / "looks.js").read_text("utf-8")
# The places that are too pale; and the looks whose contrast axe has measured, and found enough.
_MEASURE = """asked => {
    const of = new Map(asked.flatMap(look => window.looks.get(look).map(one => [one, look])));
    const how = {runOnly: ['color-contrast'], resultTypes: ['violations', 'passes'], elementRef: true};
    return axe.run([...of.keys()], how).then(found => {
        const [pale, sound] = [found.violations, found.passes].map(rules => rules.flatMap(rule => rule.nodes));
        const measured = sound.filter(node => node.any.some(told => told.data?.contrastRatio > 0));
        const readable = new Set(measured.map(node => of.get(node.element)));
        pale.forEach(node => readable.delete(of.get(node.element)));
        readable.delete(undefined);
        return {pale: pale.map(node => node.html.slice(0, 160)), readable: [...readable]};
    });
}"""
_READABLE: set[str] = set()


def too_pale(page) -> list[str]:
    """How each text begins that cannot be read well. The page holds axe already."""
    new = [look for look in page.evaluate(_LOOKS) if look not in _READABLE]
    if not new:
        return []
    found = page.evaluate(_MEASURE, new)
    _READABLE.update(found["readable"])
    return found["pale"]
