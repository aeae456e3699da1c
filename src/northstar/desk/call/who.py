"""Who is calling us."""

urlpatterns: list = []
