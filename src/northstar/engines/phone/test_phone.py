"""Every telephone keeps the same promise."""

import pytest

from northstar.engines.phone import telephone


@pytest.fixture
def simulated(tmp_path):
    (tmp_path / "telephones.csv").write_text(
        "number,does\n+14155550132,dead\n+14155550133,voicemail\n+14155550177,rings\n", "utf-8"
    )
    return telephone("simulator", tmp_path)


def test_numbers_do_what_the_file_says(simulated):
    said = [simulated.dial(n).said for n in ("(415) 555-0132", "+14155550133", "+14155550100")]
    assert said == ["dead", "voicemail", "answered"]


def test_somebody_calls_until_answered(simulated):
    [ring] = simulated.ringing()
    assert ring.number == "+14155550177"
    simulated.answer(ring.handle)
    assert not simulated.ringing()
    assert simulated.dial("+14155550132").said == "dead"


def test_without_an_exchange_a_person_dials(tmp_path):
    phone = telephone("", tmp_path)
    assert phone.links
    assert phone.dial("+14155550132").said == ""
    assert not phone.ringing()
    assert telephone("simulator", tmp_path).dial("+14155550132").said == "answered"
