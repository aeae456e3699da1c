"""The floor: a person dials on whatever stands on the desk, or the device opens the link."""

from northstar.engines.phone import Ring


class ByHand:
    """It dials nothing and hears nothing."""

    links = True

    def dial(self, number: str) -> Ring:
        return Ring(number)

    def ringing(self) -> list[Ring]:
        return []

    def answer(self, handle: str) -> None:
        return None

    def hang_up(self, handle: str) -> None:
        return None
