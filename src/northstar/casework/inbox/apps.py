from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "northstar.casework.inbox"
    label = "inbox"
