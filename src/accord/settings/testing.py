"""Settings of the test suite: a throw-away home, a fast password hash, mail kept in memory."""

import os
import tempfile
from pathlib import Path

from accord.settings import *  # noqa: F403
from accord.settings import environment

# Said again here: the package's own settings were read, from the environment, before this module began.
ACCORD_HOME = Path(os.environ.get("ACCORD_HOME") or tempfile.mkdtemp(prefix="accord-test-"))
DATABASES = {"default": environment.database(ACCORD_HOME)}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
# The live server of the browser tests asks for it; nothing is served there.
STATIC_URL = "/static/"
