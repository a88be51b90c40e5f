"""The first plan cycle, 2015-16 to 2018-19, and its text."""

from pathlib import Path

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TEXT = Path(__file__).resolve().parent.parent / "plan_texts" / "2015-16_version_1.txt"


def add_cycle(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    database = schema_editor.connection.alias
    cycles = apps.get_model("districts", "PlanCycle").objects.using(database)
    texts = apps.get_model("districts", "PlanText").objects.using(database)
    cycle = cycles.create(start_year=2016, end_year=2019, title="Massachusetts Equity Plan 2015-2019")
    texts.create(
        cycle=cycle, version=1, title="Get to know the Massachusetts Equity Plan", body=TEXT.read_text("utf-8")
    )


def remove_cycle(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    database = schema_editor.connection.alias
    apps.get_model("districts", "PlanText").objects.using(database).filter(cycle__start_year=2016).delete()
    apps.get_model("districts", "PlanCycle").objects.using(database).filter(start_year=2016).delete()


class Migration(migrations.Migration):
    dependencies = [("districts", "0002_wall")]

    operations = [migrations.RunPython(add_cycle, remove_cycle)]
