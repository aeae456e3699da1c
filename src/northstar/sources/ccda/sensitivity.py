"""How carefully a document, section or entry asks to be handled (HL7 v3 Confidentiality; DS4P; 42 CFR Part 2)."""

from northstar.chart.sensitivity import Label
from northstar.sources.ccda.document import code_of, templates

_CODES = {"R": Label.RESTRICTED, "V": Label.RESTRICTED}
# HL7 v3 ActCode: policies and sensitivities that a security observation may name.
_POLICIES = {
    "42CFRPart2": Label.PART2,
    "ETH": Label.PART2,
    "SUD": Label.PART2,
    "OPIOIDUD": Label.PART2,
    "ETHUD": Label.PART2,
    "PSY": Label.BEHAVIORAL,
    "PSYTHPN": Label.PSYCHOTHERAPY,
    "BH": Label.BEHAVIORAL,
    "MH": Label.BEHAVIORAL,
    "HIV": Label.HIV,
    "SEX": Label.REPRODUCTIVE,
    "REPRODUCT": Label.REPRODUCTIVE,
    "SDV": Label.VIOLENCE,
    "DVD": Label.VIOLENCE,
    "SV": Label.VIOLENCE,
}
_DS4P = "2.16.840.1.113883.3.3251.1."
_PART2_WORDS = ("42 c.f.r. part 2", "42 cfr part 2", "42 cfr, part 2", "42 c.f.r part 2")


def of_document(root) -> int:
    """The label of everything in a document, by its header."""
    label = int(_CODES.get(code_of(root, "confidentialityCode"), 0))
    if f"{_DS4P}1" in templates(root):
        # Segmented for privacy: what is marked in it may not be redisclosed.
        for text in root.iter("{*}text"):
            if part2_notice(text):
                label |= Label.PART2
                break
        label |= of_markings(root)
    return label


def part2_notice(text) -> bool:
    """True for a narrative that carries the notice of 42 CFR 2.32 against redisclosure."""
    said = " ".join("".join(text.itertext()).lower().split())
    return any(words in said for words in _PART2_WORDS)


def of_section(section, inherited: int) -> int:
    """A section that gives a code of its own replaces the document's; other bits only add up."""
    code = code_of(section, "confidentialityCode")
    if not code:
        return inherited
    return (inherited & ~Label.RESTRICTED) | _CODES.get(code, 0)


def of_markings(element) -> int:
    """What security observations inside an element say of it."""
    label = 0
    for observation in element.iter("{*}observation"):
        kind = code_of(observation, "code")
        if kind in ("SECCLASSOBS", "SECCATOBS", "SECCONOBS"):
            code = code_of(observation, "value")
            label |= _CODES.get(code, 0) if kind == "SECCLASSOBS" else _POLICIES.get(code, 0)
    return int(label)
