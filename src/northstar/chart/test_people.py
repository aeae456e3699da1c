"""One identity described twice."""

from northstar.chart.people import ContactPoint, HumanName, Patient, joined
from northstar.chart.when import when

NAME = HumanName("Lee", ("Ann",))
PHONE = ContactPoint("phone", "509 555 0142", "home")


def test_a_thin_description_adds_and_does_not_erase():
    full = Patient(
        names=(NAME,),
        telecoms=(PHONE,),
        birth_date=when("19500101"),
        gender="female",
        deceased=True,
    )
    thin = Patient(names=(NAME, HumanName("Lee")), gender="unknown", deceased=False)
    both = joined(full, thin)
    assert both.telecoms == (PHONE,)
    assert both.birth_date == full.birth_date
    assert both.names == (NAME, HumanName("Lee"))
    assert (both.gender, both.deceased) == ("female", False)
