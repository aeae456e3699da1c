"""Whether a number can be a National Provider Identifier: ten digits of which the last one checks."""

_PREFIX = (
    "80840"  # of health programs (80) in the United States (840): it is counted, never written
)


def is_npi(text: str) -> bool:
    """Whether ten digits pass the check of ISO/IEC 7812-1 (Luhn) with the prefix of health programs.

    Source: 45 CFR 162.406; CMS, Requirements for National Provider Identifier (NPI) check digit.
    """
    if len(text) != 10 or not (text.isascii() and text.isdecimal()) or text[0] not in "12":
        return False
    digits = [int(each) for each in reversed(_PREFIX + text)]
    doubled = (sum(divmod(2 * each, 10)) for each in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0
