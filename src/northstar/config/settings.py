"""Django's settings. Every value that a site may change is named in docs/settings.md."""

import os
from datetime import timedelta
from pathlib import Path

from csp.constants import NONCE, NONE, SELF

from northstar.config.home import casework, databases, daysheet, home, secret_key

PACKAGE = Path(__file__).resolve().parent.parent
HOME = home()

DEBUG = os.environ.get("NORTHSTAR_DEBUG") == "1"
SECRET_KEY = secret_key()
ALLOWED_HOSTS = os.environ.get("NORTHSTAR_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
ROOT_URLCONF = "northstar.config.urls"
WSGI_APPLICATION = "northstar.config.wsgi.application"
DATABASES = databases()
DATABASE_ROUTERS = ["northstar.config.routes.AuditApart"]
# The end of the audit chain is noted here, best on another machine's disk.
AUDIT_ANCHOR = os.environ.get("NORTHSTAR_ANCHOR") or str(HOME / "anchor" / "audit-head.json")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TIME_ZONE = os.environ.get("NORTHSTAR_ZONE", "America/Los_Angeles")
USE_TZ = True
LANGUAGE_CODE = "en-us"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "northstar.access",
    "northstar.access.audit",
    "northstar.record",
    *casework(PACKAGE),
    "northstar.desk",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "northstar.access.door.Door",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "desk", PACKAGE / "portal"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ],
        },
    }
]

AUTH_USER_MODEL = "access.Staff"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "northstar.access.backend.InTheStore",
]
LOGIN_URL, UNLOCK_URL, CODE_URL = "/sign-in/", "/locked/", "/account/app/"
LOGIN_REDIRECT_URL = "/"
CSRF_FAILURE_VIEW = "northstar.access.turned_away.stale_form"
# What opens without a person, while the desk is locked, and before a required second step.
OPEN_ADDRESSES = ("/sign-in/", "/static/", "/health/")
LOCKED_ADDRESSES = (UNLOCK_URL, "/sign-out/")
CODE_ADDRESSES = (CODE_URL, UNLOCK_URL, "/sign-out/")
REQUIRE_SECOND_STEP = os.environ.get("NORTHSTAR_SECOND_STEP", "1") == "1"
# Lock-out by name and address together, so that nobody can lock a colleague out from afar.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True  # the audit chain notes who came in
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "northstar.access.came_from.address_of"
# The sign-in page says itself, in its own words, that a name is locked out.
SILENCED_SYSTEM_CHECKS = ["axes.W002"]
SESSION_ENGINE = "northstar.access.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
BEHIND_TLS = os.environ.get("NORTHSTAR_TLS") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = BEHIND_TLS
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "same-origin"
ACKNOWLEDGE_MINUTES = int(os.environ.get("NORTHSTAR_ACKNOWLEDGE_MINUTES", "15"))
COCM_MIDPOINT = os.environ.get("NORTHSTAR_COCM_MIDPOINT") == "1"
TRANSCRIBER = os.environ.get("NORTHSTAR_TRANSCRIBER", "")
PHONE = os.environ.get("NORTHSTAR_PHONE", "")
# An OpenAI-compatible language model that may draft notes: off unless named; see docs/notes.md.
MODEL_ADDRESS = os.environ.get("NORTHSTAR_MODEL_ADDRESS", "")
MODEL_NAME = os.environ.get("NORTHSTAR_MODEL_NAME", "")
MODEL_KEY = os.environ.get("NORTHSTAR_MODEL_KEY", "")
# An encrypted day sheet for everybody, each night, in a second place: off unless a folder is named.
DAYSHEET, DAYSHEET_PASSPHRASE = daysheet()
DAYSHEET_RESTRICTED = os.environ.get("NORTHSTAR_DAYSHEET_RESTRICTED") == "1"
IDLE_LOCK = timedelta(minutes=int(os.environ.get("NORTHSTAR_IDLE_MINUTES", "15")))

# Messages: nothing leaves this machine unless a road is named here; see docs/messages.md.
OUTBOUND = os.environ.get("NORTHSTAR_OUTBOUND", "")
SMTP = os.environ.get("NORTHSTAR_SMTP", "")
SMTP_CA = os.environ.get("NORTHSTAR_SMTP_CA", "")
MAIL_FROM = os.environ.get("NORTHSTAR_MAIL_FROM", "")
UNDO_WINDOW = timedelta(seconds=int(os.environ.get("NORTHSTAR_UNDO_SECONDS", "60")))
CLINIC_NAME = os.environ.get("NORTHSTAR_CLINIC_NAME", "Your care team")
CLINIC_PHONE = os.environ.get("NORTHSTAR_CLINIC_PHONE", "")
CLINIC_POST = os.environ.get("NORTHSTAR_CLINIC_POST", "").replace("|", "\n")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-src": [SELF],
        "frame-ancestors": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STATICFILES_DIRS = [PACKAGE / "desk" / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = None
TEST_RUNNER = "django.test.runner.DiscoverRunner"

# Errors reach the log as a kind and a place in our code, never with the values at hand.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "northstar.config.quiet_log.WithoutValues"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
