"""Départements spread over processes, of this machine or of others, by Dask."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from jura_coverage.command.france.work import Done, Failed, Task
from jura_coverage.errors import MissingExtraError, ParameterError, installing

if TYPE_CHECKING:
    from distributed import Client

Asked = TypeVar("Asked", bound=Task)
# What the largest département takes is well below.
MEMORY_A_WORKER = "4GB"
SECONDS_TO_ANSWER = 10
# Where the scheduler tells of itself, even without a dashboard: that of another command is taken.
ANY_PORT = "127.0.0.1:0"


def computed(
    tasks: Sequence[Asked],
    work: Callable[[Asked], Done | Failed],
    *,
    scheduler: str | None,
    workers: int,
) -> Iterator[Done | Failed]:
    """Do tasks at once, and give what came of each as soon as it is done.

    Parameters
    ----------
    tasks
        In the order in which they begin.
    work
        What is done of each.
    scheduler
        Address of a scheduler whose workers have this package and the files; processes of this
        machine if None.
    workers
        How many processes of this machine.

    Raises
    ------
    MissingExtraError
        Without Dask.
    ParameterError
        If no scheduler answers, or it has no worker.
    """
    if not tasks:
        return
    with _client(scheduler, workers=min(workers, len(tasks))) as client:
        from distributed import as_completed

        given = {client.submit(work, task, pure=False): task for task in tasks}
        for future in as_completed(list(given)):
            departement = given[future].departement
            error = future.exception()
            # Done with here: what a worker holds for us is let go.
            yield _failed(departement, error) if error else future.result()
            future.release()


def _failed(departement: str, error: BaseException) -> Failed:
    """Say what went wrong where no file is at fault."""
    from distributed.scheduler import KilledWorker

    if isinstance(error, KilledWorker):
        reason = (
            "les processus qui le calculaient ont été arrêtés plusieurs fois, sans doute faute de "
            f"mémoire ({MEMORY_A_WORKER} chacun au plus). Relancez la commande avec moins de "
            "processus (--workers 1)."
        )
    else:
        reason = f"erreur imprévue, à signaler : {type(error).__name__}, {error}"
    return Failed(departement=departement, reason=reason)


def _wait_for_workers(client: "Client", scheduler: str) -> None:
    """Refuse a scheduler without workers, which would let us wait for ever."""
    try:
        client.wait_for_workers(1, timeout=SECONDS_TO_ANSWER)
    except TimeoutError as error:
        raise ParameterError(
            f"--scheduler : trouvé « {scheduler} », mais aucun processus ne lui est relié ; "
            "attendu un au moins. Lancez « dask worker » avec cette adresse sur les machines qui "
            "calculent."
        ) from error


@contextmanager
def _client(scheduler: str | None, *, workers: int) -> "Iterator[Client]":
    try:
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise MissingExtraError(
            "La commande france demande la bibliothèque distributed, qui n'est pas installée. "
            f"Installez-la par {installing('france')}."
        ) from error
    if scheduler:
        try:
            client = Client(scheduler, timeout=SECONDS_TO_ANSWER)
        except (OSError, ValueError) as error:
            raise ParameterError(
                f"--scheduler : trouvé « {scheduler} », qui ne répond pas en {SECONDS_TO_ANSWER} s "
                "; attendu l'adresse d'un ordonnanceur Dask, comme tcp://serveur:8786."
            ) from error
        with client:
            _wait_for_workers(client, scheduler)
            yield client
        return
    # Its own words are for who runs a cluster; ours say what becomes of each département.
    with (
        LocalCluster(
            n_workers=workers, threads_per_worker=1, memory_limit=MEMORY_A_WORKER,
            dashboard_address=None, scheduler_kwargs={"dashboard_address": ANY_PORT},
            silence_logs=logging.CRITICAL,
        ) as cluster,
        Client(cluster) as client,
    ):  # fmt: skip
        yield client
