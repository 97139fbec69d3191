"""One Prefect server for all runs of the session: starting one costs more than the runs."""

import os

import pytest


@pytest.fixture(scope="session")
def prefect_server(tmp_path_factory):
    """One temporary server for all runs of the session."""
    from flows.environment import prepare_environment

    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("PREFECT_")]:
            patch.delenv(name)
        prepare_environment(tmp_path_factory.mktemp("prefect"))
        from prefect.testing.utilities import prefect_test_harness

        with prefect_test_harness(server_startup_timeout=600):
            yield
