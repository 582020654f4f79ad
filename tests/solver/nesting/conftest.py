import pytest
from hypothesis import settings

from solver.nesting import warm_up

# Compiling a kernel takes seconds, so single examples have no deadline here.
settings.register_profile("kernels", deadline=None)
settings.load_profile("kernels")


@pytest.fixture(scope="session", autouse=True)
def compiled_kernels() -> None:
    warm_up()
