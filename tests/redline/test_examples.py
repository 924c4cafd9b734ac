"""Every public name has an example that runs, and there are few enough to learn."""

import doctest
import inspect

import pytest

import redline


@pytest.mark.parametrize("name", redline.__all__)
def test_the_example_of_a_public_name_runs(name: str) -> None:
    named = getattr(redline, name)
    module = inspect.getmodule(named)
    assert module is not None
    found = doctest.DocTestFinder(recurse=False).find(named, name, module=module, globs=dict(vars(module)))
    assert sum(len(each.examples) for each in found), f"{name} has no example"
    runner = doctest.DocTestRunner(verbose=False)
    for each in found:
        assert runner.run(each).failed == 0


def test_the_public_names_are_few() -> None:
    assert len(redline.__all__) <= 18
    assert sorted(redline.__all__) == redline.__all__
