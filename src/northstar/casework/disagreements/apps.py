from django.apps import AppConfig


class DisagreementsConfig(AppConfig):
    name = "northstar.casework.disagreements"
    label = "disagreements"
