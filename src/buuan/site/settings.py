"""Django's settings; what comes from outside stands in `env.py`."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

from buuan.site.database import django_database
from buuan.site.env import env
from buuan.site.rooms import installed

PACKAGE = Path(__file__).resolve().parent.parent
DATA: Path = env("BUUAN_DATA").absolute()
KEYS = DATA / "keys"  # folders of their own with 0700: the embedded server opens the parents of its own folder
EVIDENCE = DATA / "evidence"
ARCHIVE = DATA / "archive"
UPLOADS = DATA / "uploads"
CATALOGUE_CHECK: float = env("BUUAN_CATALOGUE_CHECK")

DEBUG = env("BUUAN_DEBUG")
DEMO = env("BUUAN_DEMO") or (DATA / "demo").exists()
ALLOWED_HOSTS = list(env("BUUAN_HOSTS"))


def _secret_key() -> str:
    key = env("BUUAN_SECRET_KEY")
    if key:
        return key
    KEYS.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = KEYS / "session.key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(64))
    return path.read_text()


SECRET_KEY = _secret_key()

# The rooms come first, so that their templates stand before those of the libraries.
INSTALLED_APPS = [
    *installed(),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "procrastinate.contrib.django",
    "ninja",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "buuan.site.headers.HeadersMiddleware",
    "buuan.base.files.middleware.SizeMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "buuan.base.accounts.middleware.SeenMiddleware",
    "buuan.base.accounts.middleware.ActorMiddleware",
    "buuan.base.devices.middleware.DeviceMiddleware",
    "buuan.base.access.middleware.RuleMiddleware",
]

if env("BUUAN_BEHIND_PROXY"):
    MIDDLEWARE.insert(0, "buuan.site.forwarded.ForwardedMiddleware")

ROOT_URLCONF = "buuan.site.urls"
WSGI_APPLICATION = "buuan.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "buuan.site.menu.everywhere",
            ],
        },
    }
]

DATABASES = {"default": django_database(os.environ.get("DATABASE_URL") or "postgresql:///buuan")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "web_cache",
        "TIMEOUT": 300,
    }
}

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["buuan.base.accounts.backend.AccountBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "name"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]

LOGIN_URL = "/dang-nhap"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "buuan.base.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/dang-nhap"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "20/m/ip,6/5m/key", "change_password": "5/m/user"}
USERSESSIONS_TRACK_ACTIVITY = False  # SeenMiddleware does it, without a write for every page
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Bưu An"
MFA_TOTP_TOLERANCE = 1
SECOND_FACTOR_ROLES = () if DEMO else env("BUUAN_SECOND_FACTOR")
MFA_ADAPTER = "buuan.base.accounts.adapter.SecondFactorAdapter"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env("BUUAN_HTTPS")
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "buuan.site.errors.csrf_failed"
if env("BUUAN_BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if env("BUUAN_HTTPS") else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": EVIDENCE}},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if env("BUUAN_PLAIN_STATIC")
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
MAX_FILE_BYTES = env("BUUAN_MAX_FILE_MB") * 1024 * 1024
CLAMD = env("BUUAN_CLAMD")
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

ADDRESS = env("BUUAN_ADDRESS").rstrip("/")
SMS_GATEWAY = env("BUUAN_SMS")
WEBHOOKS_TO_PRIVATE_NETWORKS = env("BUUAN_WEBHOOKS_PRIVATE")
DEFAULT_FROM_EMAIL = env("BUUAN_MAIL_FROM")
EMAIL_TIMEOUT = 20
EMAIL_FILE_PATH = DATA / "messages"
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
if env("BUUAN_SMTP"):
    _smtp = urlsplit(env("BUUAN_SMTP"))
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _smtp.hostname or "localhost", _smtp.port or (465 if _smtp.scheme == "smtps" else 587)
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_smtp.username or ""), unquote(_smtp.password or "")
    EMAIL_USE_SSL, EMAIL_USE_TLS = _smtp.scheme == "smtps", _smtp.scheme == "smtp" and bool(_smtp.username)

# The worker looks for the rooms' jobs itself: every other process would read the whole engine for nothing at its start.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = None
NINJA_PAGINATION_MAX_LIMIT = 200

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": env("BUUAN_LOG_LEVEL")},
    "loggers": {
        # Request lines carry addresses and search words; the audit log is the place for who did what.
        "django.request": {"level": "ERROR"},
        "django.server": {"level": "WARNING"},
        "procrastinate": {"level": "WARNING"},
        "httpx": {"level": "WARNING"},  # its lines carry the addresses of receivers
    },
}
