from django.apps import AppConfig
from django.db.models import CharField

from .any_of import AnyOf


class DistrictsConfig(AppConfig):
    name = "districts"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Districts and people"

    def ready(self) -> None:
        CharField.register_lookup(AnyOf)
