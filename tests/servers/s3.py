"""A server that speaks S3: moto's, on the loopback, in memory and ended with the tests; or one that runs already.

ACCORD_TESTS_S3=http://127.0.0.1:4568 names another, empty and with the keys below.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import boto3
import pytest

from tests.servers.postgres import _end_with_parent

KEYS = {"aws_access_key_id": "tests", "aws_secret_access_key": "tests-secret"}


class Store:
    """One running server, and what one does behind its back."""

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint
        self.client: Any = boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1", **KEYS)

    def bucket(self, name: str) -> dict[str, str]:
        """Make an empty bucket and return what is set for keeping files there."""
        self.client.create_bucket(Bucket=name)
        return {
            "ACCORD_FILES": f"s3://{name}/accord",
            "ACCORD_S3_ENDPOINT": self.endpoint,
            "ACCORD_S3_REGION": "us-east-1",
            "ACCORD_S3_KEY": KEYS["aws_access_key_id"],
            "ACCORD_S3_SECRET": KEYS["aws_secret_access_key"],
        }

    def names(self, bucket: str) -> list[str]:
        """Return the names of the objects in a bucket."""
        return [each["Key"] for each in self.client.list_objects_v2(Bucket=bucket).get("Contents", [])]

    def stop(self) -> None:
        """Leave the server."""
        self.client.close()


class Own(Store):
    """The tests' own server."""

    def __init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port: int = free.getsockname()[1]
        super().__init__(f"http://127.0.0.1:{port}")
        command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
        self.process = subprocess.Popen(
            command,
            env={**os.environ, "PYTHONWARNINGS": "ignore"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=_end_with_parent,  # noqa: PLW1509 -- ended with the tests whatever happens to them
        )
        end = time.monotonic() + 60
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError("The S3 server of the tests did not start: is moto[s3] installed?")
            time.sleep(0.05)

    def stop(self) -> None:
        """End the server."""
        super().stop()
        self.process.kill()
        self.process.wait()

    def _answers(self) -> bool:
        try:
            with closing(urllib.request.urlopen(f"{self.endpoint}/moto-api/", timeout=5)) as page:  # noqa: S310 -- ours
                return bool(page.status == 200)
        except (urllib.error.URLError, OSError):
            return False


@pytest.fixture(scope="session")
def store() -> Iterator[Store]:
    """Start the server for all tests that ask for it, or take the one that is named."""
    named = os.environ.get("ACCORD_TESTS_S3")
    running = Store(named) if named else Own()
    yield running
    running.stop()
