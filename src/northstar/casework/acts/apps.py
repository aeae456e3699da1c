from django.apps import AppConfig


class ActsConfig(AppConfig):
    name = "northstar.casework.acts"
    label = "acts"
