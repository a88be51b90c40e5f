"""Settings. Everything that differs between machines comes from the environment (equityplan/environment.py)."""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONE, SELF

from equityplan import environment
from equityplan.embedded.home import home_folder
from equityplan.logs import logging_settings

BASE_DIR = Path(__file__).resolve().parent.parent
EQP_HOME = home_folder()
EQP_SITE = environment.site(EQP_HOME)
EQP_STATE = environment.state()

SECRET_KEY = environment.secret_key(EQP_HOME)
EQP_SEALING_KEY = environment.key("EQP_SEALING_KEY", EQP_HOME)
EQP_PSEUDONYM_KEY = environment.key("EQP_PSEUDONYM_KEY", EQP_HOME)
DEBUG = environment.flag("EQP_DEBUG")
ALLOWED_HOSTS = environment.allowed_hosts()
CSRF_TRUSTED_ORIGINS = environment.words("EQP_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "equityplan",
    "districts",
    "monitoring.definitions",
    "monitoring.intake",
    "monitoring.results",
    "monitoring.improvement",
    "monitoring.api",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "django_cotton",
    "csp",
    "django_structlog",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "equityplan.headers.SecurityHeaders",
    "monitoring.api.errors.ProblemErrors",
    "districts.body.BodyCeiling",  # what stands above reads no body
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "equityplan.logs.RequestLog",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "districts.middleware.TenantMiddleware",
]

ROOT_URLCONF = "equityplan.urls"
WSGI_APPLICATION = "equityplan.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "equityplan.form_fields.FieldRenderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
COTTON_DIR = "_components"

# --- data
DATABASES = environment.databases(EQP_HOME)
BROKER_URL, CACHE_URL = environment.redis_urls(EQP_HOME)
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": CACHE_URL,
        "KEY_PREFIX": "eqp",
        "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 5},  # seconds; a page does not wait for a cache
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
STORAGES = {
    "default": environment.storage(EQP_HOME),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if environment.flag("EQP_PLAIN_STATIC", default=DEBUG)  # tests: nothing was collected
        else "equityplan.assets.HashedStorage"
    },
}
EQP_UPLOAD_BYTES = environment.count("EQP_UPLOAD_BYTES", 100 * 1024 * 1024)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["monitoring.intake.upload_handler.Sealing"]
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_TEMP_DIR = EQP_HOME / "incoming"  # where no local storage has a place for them
if not os.access(BASE_DIR, os.W_OK):  # else what numba compiles is kept beside its source
    os.environ.setdefault("NUMBA_CACHE_DIR", str(EQP_HOME / "compiled"))
SILENCED_SYSTEM_CHECKS = ["files.E001"]  # that folder is made when the first file comes in

# --- people
AUTH_USER_MODEL = "districts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "equityplan.accounts.InvitedOnly"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation by mail is the proof
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "equityplan"
MFA_ADAPTER = "districts.sign_in.SecondFactor"

# --- whose request it is: the address that so many proxies of our own have seen; nothing else in the header is believed
TRUSTED_PROXIES = environment.count("EQP_TRUSTED_PROXIES", 0, least=0)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES

# --- the browser
HTTPS = environment.flag("EQP_HTTPS")  # behind a proxy that ends TLS
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
        **({"upgrade-insecure-requests": True} if HTTPS else {}),
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_NAME = "eqp_session"
CSRF_COOKIE_NAME = "eqp_csrf"
CSRF_COOKIE_HTTPONLY = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "build" / "static"
PRINT_FONTS = BASE_DIR / "build" / "print_fonts"  # for PDFs; without them, those that typst brings
STATICFILES_DIRS = [folder for folder in (BASE_DIR / "static", BASE_DIR / "build" / "assets") if folder.is_dir()]
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

LANGUAGE_CODE = "en-us"
TIME_ZONE = "America/New_York"
USE_TZ = True
USE_I18N = False

# --- mail: to a folder until a server is named
EMAIL_HOST = os.environ.get("EQP_EMAIL_HOST", "")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = EQP_HOME / "mail"
EMAIL_PORT = environment.count("EQP_EMAIL_PORT", 587)
EMAIL_HOST_USER = os.environ.get("EQP_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EQP_EMAIL_PASSWORD", "")
EMAIL_USE_TLS = environment.flag("EQP_EMAIL_TLS", default=True)
DEFAULT_FROM_EMAIL = os.environ.get("EQP_EMAIL_FROM", "equityplan@localhost")

# --- API
REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "monitoring.api.openapi.ApiSchema",
    "DEFAULT_AUTHENTICATION_CLASSES": ["districts.api_access.MembershipAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["districts.api_access.MembershipPermission"],
    "DEFAULT_THROTTLE_CLASSES": ["monitoring.api.throttling.MemberThrottle"],
    "NUM_PROXIES": TRUSTED_PROXIES,
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "EXCEPTION_HANDLER": "monitoring.api.problems.answer_problem",
    "URL_FORMAT_OVERRIDE": None,  # an unknown ?format= is refused like any other parameter
}
EQP_API_RATES = {"requests": 3_000, "uploads": 120}  # the most a person may send a minute
SPECTACULAR_SETTINGS = {
    "TITLE": "equityplan",
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SORT_OPERATION_PARAMETERS": False,
    "POSTPROCESSING_HOOKS": ["monitoring.api.openapi.complete"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"syntaxHighlight": False, "defaultModelsExpandDepth": 0, "validatorUrl": None},
}

# --- tasks: correctness never depends on these; the truth of a job is a row in PostgreSQL
CELERY_BROKER_URL = BROKER_URL
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 1800,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 1500  # below the visibility timeout, or a long task is delivered twice
CELERY_TASK_SOFT_TIME_LIMIT = 1440
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_DB_REUSE_MAX = 200  # tasks that use one connection: to open one takes as long as a dozen statements
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
BEATS = "beats"  # a queue that workers look into by turns: behind a long queue of jobs they would expire unseen
CELERY_TASK_QUEUES: dict[str, dict[str, str]] = {"celery": {}, BEATS: {}}
CELERY_BEAT_SCHEDULE = {
    "send what waits": {"task": "districts.tasks.relay", "schedule": 5.0, "options": {"expires": 5, "queue": BEATS}},
    "take back what was lost": {
        "task": "districts.tasks.reconcile",
        "schedule": 30.0,
        "options": {"expires": 30, "queue": BEATS},
    },
    "destroy what kills left behind": {"task": "monitoring.intake.tasks.sweep_files", "schedule": 3600.0},
    "destroy drafts that nobody goes on with": {
        "task": "monitoring.intake.tasks.sweep_drafts",
        "schedule": 3600.0,
    },
    "check files against each other anew": {
        "task": "monitoring.intake.tasks.ask_again_for_cross_checks",
        "schedule": 900.0,
    },
    "compare who works where": {"task": "monitoring.intake.tasks.compare_staff", "schedule": 900.0},
    "sum up what collections cost": {"task": "monitoring.intake.tasks.sum_up_estimates", "schedule": 900.0},
    "remind of what is due": {"task": "monitoring.intake.tasks.remind_districts", "schedule": 3600.0},
    "check the records of events": {"task": "districts.tasks.check_records", "schedule": 86_400.0},
    "compute what is out of date": {"task": "monitoring.results.tasks.ask_where_stale", "schedule": 900.0},
}
AT_ONCE = 64  # districts whose people are computed together: more cost memory, and hardly less time
EQP_TOPICS = {  # what a promised job does: see districts.outbox.Topic
    "intake.check_upload": {
        "do": "monitoring.intake.tasks.check_upload",
        "set_aside": "monitoring.intake.tasks.set_aside",
    },
    "intake.cross_check": {"do": "monitoring.intake.tasks.cross_check"},
    "intake.remind": {
        "do": "monitoring.intake.tasks.send_reminder",
        "set_aside": "monitoring.intake.tasks.give_up_reminder",
    },
    "intake.remove_original": {"do": "monitoring.intake.tasks.remove_original"},
    "results.index_people": {
        "do": "monitoring.results.tasks.index_people",
        "at_once": AT_ONCE,
        "set_aside": "monitoring.results.tasks.set_aside",
        "crosses": "people who work in several districts are counted once",
    },
    "results.add_up_people": {
        "do": "monitoring.results.tasks.add_up_people",
        "at_once": AT_ONCE,
        "set_aside": "monitoring.results.tasks.set_aside",
        "crosses": "people who work in several districts are counted once",
    },
    "results.experiences": {
        "do": "monitoring.results.tasks.compute_experiences",
        "at_once": AT_ONCE,
        "set_aside": "monitoring.results.tasks.set_aside",
        "crosses": "students who changed districts are followed",
    },
    "results.experiences_of_state": {
        "do": "monitoring.results.tasks.add_up_experiences",
        "set_aside": "monitoring.results.tasks.set_aside",
        "crosses": "the state's experiences are those of its districts",
    },
    "results.dual_run": {
        "do": "monitoring.results.tasks.run_dual_run",
        "set_aside": "monitoring.results.tasks.give_up_dual_run",
        "crosses": "a definition is tried with the files of all districts",
    },
    "results.recompute": {
        "do": "monitoring.results.tasks.recompute",
        "set_aside": "monitoring.results.tasks.set_aside",
        "crosses": "districts are compared with each other",
    },
}

EQP_SHIPPED = (  # what a database is set up with; see `prepare`
    "monitoring.definitions.tasks.ship_definitions",
    "monitoring.improvement.tasks.ship_strategies",
    "monitoring.improvement.tasks.ship_causes",
)

EQP_DEMO = ("monitoring.improvement.tasks.show_strategies",)  # what rooms above results show in the demo, in order

# --- logs: JSON lines on standard error, without personal data
LOGGING = logging_settings(environment.log_level())
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_CELERY_ENABLED = True
