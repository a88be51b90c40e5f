"""The Celery app."""

from __future__ import annotations

import os

from celery import Celery
from celery.signals import task_prerun, worker_process_init
from django.db import close_old_connections
from django_structlog.celery.steps import DjangoStructLogInitStep

from equityplan.ending import end_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "equityplan.settings")

worker_process_init.connect(end_with_parent)
task_prerun.connect(close_old_connections)  # those that have died, or are old; the others serve the next task
app = Celery("equityplan")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.steps["worker"].add(DjangoStructLogInitStep)
app.autodiscover_tasks()
