"""Who is there when, who is called, who is away and who covers: a week at a time."""

from northstar.desk.rota.page import urlpatterns as urlpatterns

PLACE = ("Rota", "rota", "cal", "o", "rota")
