from django.apps import AppConfig


class TimeConfig(AppConfig):
    name = "northstar.casework.time"
    label = "time"
