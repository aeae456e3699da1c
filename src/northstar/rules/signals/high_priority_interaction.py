"""High-priority interaction: two medicines in use that must not meet, or meet only knowingly."""

from datetime import date

from northstar.knowledge.interactions import pairs_among
from northstar.rules.examples import chart_of, fills, prescribed, said_taken
from northstar.rules.medicines import medicines
from northstar.rules.signal import Band, Because, Example, Finding, LookAgain, Signal, because

_BAND = {"label": Band.HARM, "high": Band.HARM, "practical": Band.REST}
_POINTS = {"label": 6, "high": 5, "practical": 1}


def find(chart, now):
    """Every pair among the medicines in use, the gravest reason for each."""
    known = medicines(chart, now.tzinfo)
    today = now.date()
    in_use = known.in_use(today)
    seen: set[tuple[str, str]] = set()
    for pair, one, other in pairs_among(in_use, "label", "high", "practical"):
        if (one, other) in seen or in_use[one] is in_use[other]:
            continue
        seen.add((one, other))
        at_home = known.in_the_house(one, today) and known.in_the_house(other, today)
        urgent = pair.level == "label" and at_home and not _as_needed(in_use[one], in_use[other])
        yield Finding(
            key=f"{one} with {other}",
            says=f"has {one} together with {other}: risk of {pair.effect}",
            because=(
                because(in_use[one], f"In use: {in_use[one].code.words}"),
                because(in_use[other], f"In use: {in_use[other].code.words}"),
                Because(f"Not to be overlooked, says {pair.row.cites}"),
            ),
            band=Band.SAFETY if urgent else _BAND[pair.level],
            factors={
                f"{pair.level} interaction": _POINTS[pair.level],
                **({"both at home": 4} if urgent else {}),
            },
            suggests="Call the prescriber's office this hour" if urgent else "",
            matter=f"pair {pair.code}",
        )
    yield from (LookAgain(day) for day in known.ends() if day > today)


def _as_needed(*values) -> bool:
    """Nitroglycerin for chest pain beside a PDE5 inhibitor is a question for today, not this hour."""
    return any(
        "sublingual" in v.code.words.lower() or "as needed" in v.dosage.lower() for v in values
    )


SIGNAL = Signal(
    code="high-priority-interaction",
    title="Two medicines that should not meet",
    why="Prescribers in different systems do not see each other's lists; whoever sees both must ask.",
    cites="Phansalkar et al., JAMIA 2012;19:735-743; US labels; Roughead et al. (PMC2911555)",
    reviewed=date(2026, 11, 1),
    find=find,
    suggests="Ask the pharmacist to review this pair and tell the prescriber; change nothing yourself",
    minutes=10,
    wants="pharmacist",
    kinds=("MedicationRequest", "MedicationStatement", "MedicationDispense"),
)

_NOW = "Tue 8 Sep 2026 07:30"
EXAMPLES = [
    Example(
        "simvastatin with clarithromycin",
        chart_of(
            prescribed("simvastatin 40 MG", "1 Feb 2026"), fills(Biaxin="5 Sep 2026, 10 days")
        ),
        _NOW,
        1,
        says="muscle breakdown",
        band=Band.HARM,
        looks_again="15 Sep 2026",
    ),
    Example(
        "the course is over",
        chart_of(
            prescribed("simvastatin 40 MG", "1 Feb 2026"), fills(Biaxin="5 Aug 2026, 10 days")
        ),
        _NOW,
        0,
    ),
    Example(
        "an ACE inhibitor and its successor, both at home",
        chart_of(fills(lisinopril="1 Sep 2026, 30 days", Entresto="2 Sep 2026, 30 days")),
        _NOW,
        1,
        band=Band.SAFETY,
    ),
    Example(
        "pravastatin does not go that way",
        chart_of(
            prescribed("pravastatin 40 MG", "1 Feb 2026"), fills(Biaxin="5 Sep 2026, 10 days")
        ),
        _NOW,
        0,
    ),
    Example(
        "on the skin it does not matter",
        chart_of(
            prescribed("simvastatin 40 MG", "1 Feb 2026"),
            prescribed("ketoconazole 2 % shampoo", "1 Aug 2026"),
        ),
        _NOW,
        0,
    ),
    Example(
        "warfarin with naproxen from the shelf: lower, but asked",
        chart_of(fills(warfarin="1 Sep 2026, 30 days"), said_taken("Aleve", "2 Sep 2026")),
        _NOW,
        1,
        says="bleeding",
        band=Band.REST,
    ),
    Example(
        "gemfibrozil with a statin: the panel set it aside",
        chart_of(prescribed("gemfibrozil", "1 Feb 2026"), prescribed("simvastatin", "1 Feb 2026")),
        _NOW,
        0,
    ),
]
