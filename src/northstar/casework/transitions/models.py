"""Who is in hospital or newly home, so that the board need not open everybody's chart."""

from django.db import models


class UnderWay(models.Model):
    """A person whom the transitions board must look at. A copy, made anew at every review of the chart:
    it says whom to ask about, never what to show. `since` is the day of leaving, or of admission while
    the stay lasts; `until` the last day on which there can be something to show."""

    patient = models.OneToOneField("record.Patient", models.PROTECT, primary_key=True)
    since = models.DateField()
    until = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["-since", "patient"], name="under_way_since")]
