"""Where a sentence waits between an act and the page after it: in a cookie that no other host can set."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class NoticeCookie(CookieStorage):
    """The sentences, signed, until the next page has shown them."""

    cookie_name = settings.ACCORD_NOTICE_COOKIE


class Notices(FallbackStorage):
    """In the cookie, or in the session when they are too long for one."""

    storage_classes = (NoticeCookie, SessionStorage)
