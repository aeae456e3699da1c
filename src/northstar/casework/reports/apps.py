from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "northstar.casework.reports"
    label = "reports"
