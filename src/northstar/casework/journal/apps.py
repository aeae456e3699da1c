from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "northstar.casework.journal"
    label = "journal"
