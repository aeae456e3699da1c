from django.apps import AppConfig


class LoopsConfig(AppConfig):
    name = "northstar.casework.loops"
    label = "loops"
