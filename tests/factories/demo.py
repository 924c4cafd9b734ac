"""The demo for tests: its pages, which exist in the demo only, and its story, told in a database that forgets it."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

from django.db import transaction
from django.test import override_settings

from accord import urls
from accord.kernel import clocks
from accord.kernel.demo import open_demo
from accord.web.demo import story
from accord.web.demo import urls as demo


@contextmanager
def demo_on() -> Iterator[None]:
    """Serve the pages as the demo does."""
    module = ModuleType("urls_of_the_demo")
    vars(module).update(vars(urls), urlpatterns=[*urls.urlpatterns, *demo.PAGES])
    with override_settings(ROOT_URLCONF=module, ACCORD_DEMO=True):
        yield


@contextmanager
def undone() -> Iterator[None]:
    """Undo what is done inside; it counts as the suite's own transaction, so that receipts are given inside it."""
    block = transaction.atomic()
    vars(block)["_from_testcase"] = True
    with block:
        yield
        transaction.set_rollback(True)


def tell() -> None:
    """Tell the whole story, as `accord demo` does."""
    now = clocks.now()
    open_demo(now)
    story.load(now)
