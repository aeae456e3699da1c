from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    name = "northstar.casework.programs"
    label = "programs"
