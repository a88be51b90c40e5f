"""The web application for gunicorn or any WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "equityplan.settings")
application = get_wsgi_application()

from equityplan.checks import refuse_unsafe_database  # noqa: E402

refuse_unsafe_database()
