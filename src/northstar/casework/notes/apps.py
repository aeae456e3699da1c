from django.apps import AppConfig


class NotesConfig(AppConfig):
    name = "northstar.casework.notes"
    label = "notes"
