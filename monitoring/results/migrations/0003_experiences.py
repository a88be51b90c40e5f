"""Students' experiences with teachers, and the wall around them: only the worker writes; a district reads its own, the
state what is shared of what was certified.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from districts.wall import protect, same_district, share

READ = "select"
WRITE = "select insert update delete"
OF_REPORTS = ("experiencetable", "sharedexperiences")


class Migration(migrations.Migration):
    dependencies = [
        ("districts", "0003_plan"),
        ("results", "0002_wall"),
    ]

    operations = [
        migrations.CreateModel(
            name="ExperienceReport",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("school_year", models.SmallIntegerField()),
                ("made_of", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)),
                ("years", django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), size=None)),
                ("is_certified", models.BooleanField()),
                ("is_current", models.BooleanField()),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "district",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="districts.district",
                    ),
                ),
            ],
            options={
                "ordering": ["district", "school_year", "id"],
            },
        ),
        migrations.CreateModel(
            name="ExperienceTable",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("window", models.SmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("district", "The district"),
                            ("schools", "Its schools"),
                            ("parts", "Where its gaps lie"),
                        ],
                        max_length=8,
                    ),
                ),
                ("rows", models.BinaryField()),
                (
                    "district",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="districts.district",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="results.experiencereport",
                    ),
                ),
            ],
            options={
                "ordering": ["report", "window", "kind"],
            },
        ),
        migrations.CreateModel(
            name="ScheduleYear",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("school_year", models.SmallIntegerField()),
                ("snapshots", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)),
                ("is_certified", models.BooleanField()),
                ("is_current", models.BooleanField()),
                ("facts_hash", models.CharField(max_length=64)),
                ("students", models.BinaryField()),
                ("has_cohort", models.BooleanField()),
                ("cohort", models.BinaryField()),
                ("seats", models.BinaryField()),
                ("classes", models.BinaryField()),
                (
                    "district",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="districts.district",
                    ),
                ),
            ],
            options={
                "ordering": ["district", "school_year", "id"],
            },
        ),
        migrations.CreateModel(
            name="SharedExperiences",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("window", models.SmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("district", "The district"),
                            ("schools", "Its schools"),
                            ("parts", "Where its gaps lie"),
                        ],
                        max_length=8,
                    ),
                ),
                ("rows", models.BinaryField()),
                (
                    "district",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="districts.district",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="results.experiencereport",
                    ),
                ),
            ],
            options={
                "ordering": ["report", "window", "kind"],
            },
        ),
        migrations.CreateModel(
            name="StateExperiences",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "seen_by",
                    models.CharField(
                        choices=[
                            ("everybody", "Everybody"),
                            ("agency", "The state agency"),
                            ("districts", "Districts"),
                        ],
                        max_length=12,
                    ),
                ),
                ("school_year", models.SmallIntegerField()),
                ("window", models.SmallIntegerField()),
                (
                    "kind",
                    models.CharField(choices=[("state", "The state"), ("districts", "Its districts")], max_length=9),
                ),
                ("rows", models.BinaryField()),
                ("reports", models.IntegerField()),
                ("schools", models.IntegerField()),
                ("made_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["-school_year", "window", "kind"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school_year", "window", "kind", "seen_by"), name="results_stateexperiences_grain"
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="experiencereport",
            index=models.Index(fields=["district", "school_year"], name="results_experiencereport_year"),
        ),
        migrations.AddConstraint(
            model_name="experiencetable",
            constraint=models.UniqueConstraint(
                fields=("district", "report", "window", "kind"), name="results_experiencetable_grain"
            ),
        ),
        migrations.AddIndex(
            model_name="scheduleyear",
            index=models.Index(fields=["district", "school_year"], name="results_scheduleyear_year"),
        ),
        migrations.AddConstraint(
            model_name="sharedexperiences",
            constraint=models.UniqueConstraint(
                fields=("district", "report", "window", "kind"), name="results_sharedexperiences_grain"
            ),
        ),
        protect("results_scheduleyear", district=READ, state="", worker=WRITE),
        protect("results_experiencereport", district=READ, state=READ, worker=WRITE, open_to_state="is_certified"),
        protect("results_experiencetable", district=READ, state="", worker=WRITE, key=None),
        protect("results_sharedexperiences", district="", state=READ, worker=WRITE, open_to_state=True, key=None),
        *(same_district(f"results_{name}", "report_id", "results_experiencereport") for name in OF_REPORTS),
        share(
            "results_stateexperiences",
            district=READ,
            state=READ,
            worker=WRITE,
            district_sees="seen_by = 'everybody' OR seen_by = 'districts'",
        ),
    ]
