"""How carefully a fact must be handled: bits of one small integer, 0 for an ordinary fact.

Follows HL7 v3 Confidentiality and ActCode sensitivity, and 42 CFR Part 2 (89 FR 12472, 2024).
"""

from enum import IntFlag


class Label(IntFlag):
    """Several may hold at once; a viewer needs an entitlement for every bit that is set."""

    NORMAL = 0
    RESTRICTED = 1  # marked restricted by its source without saying why
    PART2 = 2
    PSYCHOTHERAPY = 4
    SUD_COUNSELING = 8
    HIV = 16
    REPRODUCTIVE = 32
    MINOR_CONFIDENTIAL = 64
    VIOLENCE = 128
    BEHAVIORAL = 256
