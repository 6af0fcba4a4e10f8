"""Each kind of write under each kind of fault, before and after the work, once and always."""

from collections.abc import Iterator

import pytest

from tests.scenarios.matrix import BEFORE_ONLY, FAULTS, WRITES, Matrix, cells, explained, impatient
from tests.world import open_world


@pytest.fixture(autouse=True)
def patient() -> None:
    """The matrix has a clock of its own."""


@pytest.fixture(scope="module")
def matrix(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Matrix]:
    with impatient() as clock:
        for world in open_world(tmp_path_factory.mktemp("matrix"), clock=clock):
            yield Matrix(world)


@pytest.mark.parametrize("write", WRITES)
def test_whatever_goes_wrong_the_next_apply_mends_it_and_the_report_is_honest(
    matrix: Matrix, write: str
) -> None:
    found = [(cell, matrix.run(cell)) for cell in cells() if cell.write == write]
    broken = [explained(cell, outcome) for cell, outcome in found if outcome.problems]
    assert not broken, "\n".join(broken)
    assert len(found) > 2 * len(FAULTS)


def test_a_lasting_fault_is_told_by_the_exit_code(matrix: Matrix) -> None:
    """Otherwise the cells above would prove nothing: the faults do reach the client."""
    refused = [cell for cell in cells() if cell.fault in BEFORE_ONLY and "refused" in cell.fault]
    for cell in refused[::9]:
        assert matrix.run(cell).first != 0, str(cell)
