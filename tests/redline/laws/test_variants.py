"""What another program might have written, and what is in no file of ours: every operation works on it all the same."""

import pytest
from tests.corpus import CORPUS
from tests.redline.every_operation import faults
from tests.redline.laws import test_everything, test_laws
from tests.redline.variants import VARIANTS

EVERYTHING = test_everything.Case(3).files["AG"]
PLAIN = test_laws.Case(5, parties=1).files["AG"]


def test_the_files_that_are_varied_have_no_faults() -> None:
    assert faults(EVERYTHING, CORPUS) == faults(PLAIN, CORPUS) == []


@pytest.mark.parametrize("name", VARIANTS)
def test_a_file_with_every_construct_may_be_written_otherwise(name: str) -> None:
    assert faults(VARIANTS[name](EVERYTHING), CORPUS) == []


@pytest.mark.long
@pytest.mark.parametrize("name", VARIANTS)
def test_many_files_may_be_written_otherwise(name: str) -> None:
    for seed in range(20):
        for data in (*test_laws.Case(seed, parties=1).files.values(), *test_everything.Case(seed).files.values()):
            assert faults(VARIANTS[name](data), CORPUS) == []
