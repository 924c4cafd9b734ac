"""A store of files that speaks S3: bytes put under their hash, read again, and one word for all that can go wrong."""

import threading
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings

from accord.kernel.disk import behind

# An act may wait for the store while others wait for the act: better a clear word soon.
CONNECT: Final = 3
READ: Final = 10
ATTEMPTS: Final = 2
GONE: Final = {"NoSuchKey", "404"}


class StoreDown(OSError):  # noqa: N818 -- says what happened
    """The store of files does not answer or refuses us; what was to be kept was not, and what was kept is there."""


def is_down(error: BaseException | None) -> bool:
    """Return whether an error, or one that led to it, says that the store of files cannot be reached."""
    return any(isinstance(each, StoreDown) for each in behind(error))


@dataclass(frozen=True, slots=True)
class Bucket:
    """Where files are kept: ``s3://bucket/prefix``, and how one gets there.

    `endpoint` is the address of the store (none: Amazon's own); without `key` the keys come from where Amazon's tools
    look for them (AWS_ACCESS_KEY_ID, the machine's role).
    """

    address: str
    endpoint: str = ""
    region: str = ""
    key: str = ""
    secret: str = field(default="", repr=False)

    def get(self, name: str) -> bytes | None:
        """Return the bytes of an object, or None when there is none; raise `StoreDown` when nobody can tell."""
        from botocore.exceptions import ClientError  # noqa: PLC0415 -- slow to load, and most keep files in a folder

        try:
            return bytes(self._ask(lambda client, place: client.get_object(**place)["Body"].read(), name))
        except StoreDown as down:
            cause = down.__cause__
            if isinstance(cause, ClientError) and cause.response["Error"]["Code"] in GONE:
                return None
            raise

    def put(self, name: str, data: bytes) -> None:
        """Write an object whole; one that has the name already is replaced. Raise `StoreDown` when it was refused."""
        self._ask(lambda client, place: client.put_object(Body=data, **place), name)

    def _ask(self, question: Any, name: str) -> Any:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415

        parts = urlsplit(self.address)
        place = {"Bucket": parts.netloc, "Key": f"{parts.path.strip('/')}/{name}".lstrip("/")}
        try:
            return question(_client(self.endpoint, self.region, self.key, self.secret), place)
        except (BotoCoreError, ClientError) as error:
            raise StoreDown(f"The store of files {self.address} cannot be used: {error}") from error


def configured() -> Bucket | None:
    """Return the bucket that ACCORD_FILES names, or None when files lie in ACCORD_HOME."""
    if not settings.ACCORD_FILES:
        return None
    return Bucket(
        settings.ACCORD_FILES,
        settings.ACCORD_S3_ENDPOINT,
        settings.ACCORD_S3_REGION,
        settings.ACCORD_S3_KEY,
        settings.ACCORD_S3_SECRET,
    )


LOADING: Final = threading.Lock()


def _client(*where: str) -> Any:
    with LOADING:  # one client for all threads: it keeps its connections
        return _connected(*where)


@cache
def _connected(endpoint: str, region: str, key: str, secret: str) -> Any:
    import boto3  # noqa: PLC0415 -- as above
    from botocore.config import Config  # noqa: PLC0415

    config = Config(
        connect_timeout=CONNECT,
        read_timeout=READ,
        retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
        s3={"addressing_style": "path" if endpoint else "auto"},
        # Not every store knows Amazon's newer checksums; ours is the hash of the bytes that are read back.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    return boto3.session.Session().client(
        "s3",
        endpoint_url=endpoint or None,
        region_name=region or None,
        aws_access_key_id=key or None,
        aws_secret_access_key=secret or None,
        config=config,
    )
