"""Settings of the test suite: a throw-away home, a fast password hash, mail kept in memory."""

import os
import tempfile

os.environ.setdefault("ACCORD_HOME", tempfile.mkdtemp(prefix="accord-test-"))

from accord.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
