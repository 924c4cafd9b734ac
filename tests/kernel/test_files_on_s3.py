"""Files on a store that speaks S3: as safe as in a folder, and kindly refused while the store is away."""

import hashlib
import socket
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accord.kernel import bucket, queue, storage
from accord.kernel.copies import gathering, loading
from accord.kernel.models import Job, StoredFile
from accord.negotiation import queries
from accord.negotiation.models import Proposal
from accord.texts.providers import word
from tests.factories.negotiation import ENGLISH, negotiation
from tests.factories.people import account
from tests.redline.generator import Insert, final_text
from tests.servers.s3 import Store, store

__all__ = ["store"]
pytestmark = pytest.mark.django_db
NUMBERS = count(1)
NOWHERE = "http://127.0.0.1:9"


@pytest.fixture(autouse=True)
def name(store: Store, settings: Any) -> Iterator[str]:
    """Keep files in a bucket of this test's own."""
    name = f"files-{next(NUMBERS)}"
    for setting, value in store.bucket(name).items():
        setattr(settings, setting, value)
    storage._laid.clear()
    yield name
    storage._laid.clear()


def key(sha256: str) -> str:
    return f"accord/{sha256[:2]}/{sha256}"


class TestOneFile:
    def test_what_is_kept_is_read_again_and_kept_once(self, name: str, store: Store) -> None:
        for data in (b"", b"the whole matrix", bytes(range(256)) * 5000):
            file = storage.keep(data)
            assert (storage.read(file), file.size) == (data, len(data))
            assert storage.keep(data) == file
        names = [key(hashlib.sha256(data).hexdigest()) for data in (b"", b"the whole matrix")]
        assert set(names) < set(store.names(name))
        assert len(store.names(name)) == StoredFile.objects.count() == 3
        assert not storage.path_of(file.sha256).exists()

    def test_altered_and_lost_files_are_said(self, name: str, store: Store) -> None:
        file = storage.keep(b"original")
        store.client.put_object(Bucket=name, Key=key(file.sha256), Body=b"forged!!")
        with pytest.raises(storage.Damaged, match=f"was altered in s3://{name}/accord"):
            storage.read(file)
        store.client.delete_object(Bucket=name, Key=key(file.sha256))
        with pytest.raises(storage.Damaged, match=f"is missing from s3://{name}/accord"):
            storage.read(file)
        storage._laid.clear()
        assert storage.read(storage.keep(b"original")) == b"original"

    def test_what_was_written_is_read_back_before_anybody_is_told(self, monkeypatch: Any) -> None:
        monkeypatch.setattr(bucket.Bucket, "put", lambda *_given: None)
        with pytest.raises(storage.StoreDown, match="does not give back"):
            storage.keep(b"swallowed")
        assert not StoredFile.objects.exists()

    def test_large_bytes_laid_before_the_act_are_not_sent_again_in_it(self, monkeypatch: Any) -> None:
        sha256 = storage.lay(b"a large file")
        assert not StoredFile.objects.exists()
        monkeypatch.setattr(bucket.Bucket, "_ask", None)
        assert storage.keep(b"a large file").sha256 == sha256


class TestWhileTheStoreIsAway:
    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"ACCORD_S3_ENDPOINT": NOWHERE}, "Could not connect"),
            ({"ACCORD_FILES": "s3://nobodys/accord"}, "bucket does not exist"),
        ],
    )
    def test_it_is_said_and_nothing_is_kept(self, settings: Any, wrong: dict[str, str], said: str) -> None:
        file = storage.keep(b"before")
        for setting, value in wrong.items():
            setattr(settings, setting, value)
        for attempt in (lambda: storage.keep(b"during"), lambda: storage.read(file)):
            with pytest.raises(storage.StoreDown, match=said) as down:
                attempt()
            assert "tests-secret" not in str(down.value)
        assert bucket.is_down(down.value)
        assert StoredFile.objects.count() == 1

    def test_a_store_that_hangs_is_given_up(self, settings: Any, monkeypatch: Any) -> None:
        monkeypatch.setattr(bucket, "READ", 0.1)
        with socket.create_server(("127.0.0.1", 0)) as mute:
            settings.ACCORD_S3_ENDPOINT = f"http://127.0.0.1:{mute.getsockname()[1]}"
            with pytest.raises(storage.StoreDown, match="timeout"):
                storage.keep(b"during")

    def test_the_secret_is_in_no_trace(self) -> None:
        assert "tests-secret" not in repr(bucket.configured())


def test_a_copy_is_taken_from_one_bucket_and_put_into_another(
    name: str, store: Store, settings: Any, tmp_path: Path
) -> None:
    first, second = (storage.keep(data) for data in (b"the matrix", b"the compiled text"))
    parts = gathering.write_files(tmp_path, "default")
    assert {part.sha256 for part in parts.values()} == {first.sha256, second.sha256}
    for setting, value in store.bucket(f"{name}-again").items():
        setattr(settings, setting, value)
    loading.keep_files(tmp_path)
    assert store.names(f"{name}-again") == store.names(name)
    store.client.delete_object(Bucket=f"{name}-again", Key=key(first.sha256))
    with pytest.raises(storage.Damaged, match=f"is missing from s3://{name}-again/accord"):
        gathering.write_files(tmp_path / "later", "default")


@pytest.mark.clause("R15")
def test_from_upload_to_compiled_text_with_the_store_away_in_between(name: str, store: Store, settings: Any) -> None:
    plan = negotiation(codes=("AG", "BR"))
    plan.propose("AG", Insert((0,), 0, "All "))
    client = Client(raise_request_exception=False)
    client.force_login(account(plan.world.focal_points["BR"]))
    data = plan.file(Insert((1,), 0, "Once more: "), author="BR")

    def send() -> Any:
        return client.post("/g/plan/proposal/", {"file": SimpleUploadedFile("BR_Matriz.docx", data)})

    settings.ACCORD_S3_ENDPOINT = NOWHERE
    refused = send()
    assert (refused.status_code, refused["Retry-After"]) == (503, "60")
    assert "The place where files are kept does not answer." in refused.content.decode()
    assert "chosen once more" in refused.content.decode()
    assert not Proposal.objects.filter(delegation__party="BR").exists()
    assert client.get("/").status_code == 200, "what needs no file is read as before"

    settings.ACCORD_S3_ENDPOINT = store.endpoint
    check = send()
    assert client.post(check.url.replace("check", "send")).status_code == 303
    queue.drain()  # what sending asks for
    settings.ACCORD_S3_ENDPOINT = NOWHERE
    with pytest.raises(storage.StoreDown):
        plan.compile()
    job = Job.objects.get(name="negotiation.compile")
    assert (job.state, job.attempt) == ("queued", 0)
    assert "store of files" in job.error

    settings.ACCORD_S3_ENDPOINT = store.endpoint
    queue.drain(job.due_at)
    compiled = plan.compile()
    assert queries.compilation(plan.world.chair, compiled).whole
    found = queries.compilation_file(plan.world.focal_points["AG"], compiled)
    assert list(word.final_text(word.projected(found.data, "AG"))) == final_text(ENGLISH, [Insert((0,), 0, "All ")])
    assert store.names(name) == sorted(key(each.sha256) for each in StoredFile.objects.all())
