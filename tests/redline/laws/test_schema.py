"""What is compiled out of generated files is valid WordprocessingML, where the schema lies beside the checkout."""

import pytest
from tests.corpus import CORPUS
from tests.redline.corpus_schema import schema_errors
from tests.redline.generator import random_base, random_edits, track

import redline

if CORPUS is not None:
    corpus = CORPUS

    @pytest.mark.parametrize("seed", range(25))
    def test_compiled_files_are_valid(seed: int) -> None:
        base = random_base(seed)
        files = {
            code: track(base, random_edits(base, seed * 3 + number, untracked=0.2), author=code, seed=seed)
            for number, code in enumerate(("AG", "BR", "CL"))
        }
        assert schema_errors(redline.compile_files(base.data, files).docx, corpus) == []
