from django.apps import AppConfig


class BatonsConfig(AppConfig):
    name = "northstar.casework.batons"
    label = "batons"
