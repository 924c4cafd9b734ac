"""Settings of one server, from the environment or the settings file; docs/operations/settings.md explains each."""

import os
from pathlib import Path
from typing import Any

from accord.settings import environment, watching

ACCORD_HOME: Path = environment.home()
ACCORD_DEMO: bool = environment.flag("ACCORD_DEMO")
ACCORD_ORIGIN: str = environment.text("ACCORD_ORIGIN", "http://127.0.0.1:8000")
ACCORD_HSTS_SUBDOMAINS: bool = environment.flag("ACCORD_HSTS_SUBDOMAINS")
ACCORD_SUPPORT: str = environment.text("ACCORD_SUPPORT", "")
ACCORD_BACKUP: str = environment.text("ACCORD_BACKUP", "")
ACCORD_BACKUP_KEEP: int = environment.number("ACCORD_BACKUP_KEEP", 30)
ACCORD_FILES: str = environment.files()
ACCORD_S3_ENDPOINT: str = environment.endpoint()
ACCORD_S3_REGION: str = environment.text("ACCORD_S3_REGION", "")
ACCORD_S3_KEY: str = environment.text("ACCORD_S3_KEY", "")
ACCORD_S3_SECRET: str = environment.text("ACCORD_S3_SECRET", "")
ACCORD_PROCESSES: int = environment.number("ACCORD_PROCESSES", min(os.cpu_count() or 1, 4))
ACCORD_THREADS: int = environment.number("ACCORD_THREADS", 8)

SECRET_KEY = environment.secret(ACCORD_HOME)
DEBUG = False
ALLOWED_HOSTS = environment.hosts(ACCORD_ORIGIN)
CSRF_TRUSTED_ORIGINS = [ACCORD_ORIGIN]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "accord.kernel",
    "accord.people",
    "accord.mailings",
    "accord.library",
    "accord.texts",
    "accord.negotiation",
    "accord.web",
]

MIDDLEWARE = [
    "accord.web.log.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "accord.web.middleware.SecurityHeaders",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accord.web.middleware.BodyLimit",
    "accord.web.middleware.ReaderSettings",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "accord.urls"
ACCORD_REACTIONS = "accord.reactions"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).resolve().parents[1] / "web"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["accord.web.templatetags.accord"],
            "libraries": {"i18n": "accord.web.templatetags.words"},
        },
        "APP_DIRS": True,
    },
]
# Form widgets come from our own components, with Django's as the fallback.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES: dict[str, Any] = {"default": environment.database(ACCORD_HOME)}
ACCORD_APP_ROLE: str = environment.text("ACCORD_APP_ROLE", "")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "accord.people.queries.signed_in.Accounts",
]
PASSWORD_HASHERS = ["accord.people.providers.hashing.SecondHash"]
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "sign-in"
# Nobody may lock a delegate out by guessing at her user name from elsewhere (security.md section 4).
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_CALLABLE = "accord.web.accounts.views.locked_out"
# What was typed into a form that failed is kept by axes: never what opens an account.
AXES_SENSITIVE_PARAMETERS = ["username", "current", "new", "code", "credential", "sealed", "csrfmiddlewaretoken"]
# The second step and passkeys, on pages of our own; docs/adr/0013-second-step.md.
MFA_ADAPTER = "accord.people.providers.vault.Vault"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]

# Served by TLS, a cookie is the whole host's and nobody else's (the prefix makes the browser see to it).
SERVED_BY_TLS = ACCORD_ORIGIN.startswith("https://")
PREFIX = "__Host-" if SERVED_BY_TLS else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{PREFIX}sessionid", f"{PREFIX}csrftoken"
LANGUAGE_COOKIE_NAME, ACCORD_NOTICE_COOKIE = f"{PREFIX}language", f"{PREFIX}notices"
MESSAGE_STORAGE = "accord.web.notices.Notices"
SESSION_ENGINE = "accord.people.queries.signed_in"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "accord.web.errors.views.open_too_long"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SERVED_BY_TLS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español"), ("fr", "Français"), ("pt", "Português")]
LOCALE_PATHS = [Path(__file__).resolve().parents[1] / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"

DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
ACCORD_UPLOAD_LIMIT = 60 * 1024 * 1024

EMAIL_CONFIG = environment.mail()
EMAIL_BACKEND = EMAIL_CONFIG["backend"]
EMAIL_HOST, EMAIL_PORT = EMAIL_CONFIG["host"], EMAIL_CONFIG["port"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = EMAIL_CONFIG["user"], EMAIL_CONFIG["password"]
EMAIL_USE_TLS = EMAIL_CONFIG["tls"]
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = environment.text("ACCORD_MAIL_FROM", "Accord <accord@localhost>")

ACCORD_PROXIES: str = watching.proxies(environment.text("ACCORD_PROXIES", "127.0.0.1"))
ACCORD_METRICS_TOKEN: str = environment.text("ACCORD_METRICS_TOKEN", "")
ACCORD_METRICS = watching.metrics(environment.text("ACCORD_METRICS", ""), ACCORD_METRICS_TOKEN)
ACCORD_LOG_PERSONAL: bool = environment.flag("ACCORD_LOG_PERSONAL")
LOGGING: dict[str, Any] = watching.logging(demo=ACCORD_DEMO, personal=ACCORD_LOG_PERSONAL)
