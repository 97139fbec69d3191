"""Where annotation runs: processes of this machine, or the workers of a Dask or Ray cluster, by Prefect's own task runners."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from prefect.task_runners import ProcessPoolTaskRunner

from flows.interruption import follow_parent
from transforms.errors import SettingsError


def make_runner(kind: str, workers: int, cluster: str) -> Any:  # noqa: ANN401 - the runners share no useful type
    """The task runner of that kind; a cluster without address is started on this machine and ended with the run."""
    return _RUNNERS[kind](workers, cluster)


def _processes(workers: int, cluster: str) -> Any:  # noqa: ANN401
    return ProcessPoolTaskRunner(max_workers=workers, initializer=follow_parent)


def _dask(workers: int, cluster: str) -> Any:  # noqa: ANN401
    try:
        from prefect_dask.task_runners import DaskTaskRunner
    except ImportError as error:
        raise SettingsError("runner", "dask needs prefect-dask: pip install 'dateline[dask]'") from error
    if cluster:
        return DaskTaskRunner(address=cluster)
    # processes, as the language model holds the interpreter's lock; no dashboard, so no port that could be taken
    return DaskTaskRunner(cluster_kwargs={"n_workers": workers, "threads_per_worker": 1, "processes": True, "dashboard_address": None})


def _ray(workers: int, cluster: str) -> Any:  # noqa: ANN401
    try:
        from prefect_ray.task_runners import RayTaskRunner
    except ImportError as error:
        raise SettingsError("runner", "ray needs prefect-ray: pip install 'dateline[ray]'") from error
    if cluster:
        return RayTaskRunner(address=cluster)
    return RayTaskRunner(init_kwargs={"num_cpus": workers, "include_dashboard": False, "configure_logging": False})


_RUNNERS: dict[str, Callable[[int, str], Any]] = {"processes": _processes, "dask": _dask, "ray": _ray}
