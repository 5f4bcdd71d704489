"""Extracts of OpenStreetMap in the cache: large files, so an interrupted download is gone on with.

Their publisher tells the checksum of each, by which a version is known, and what came of it is
proven whole.
"""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from jura_coverage import french
from jura_coverage.errors import DownloadError, ParameterError
from jura_coverage.geography import departements
from jura_coverage.sources import copies
from jura_coverage.sources.copies import Copy
from jura_coverage.sources.download import BACK_OFF_S, Downloader, Progress
from jura_coverage.sources.fetch import Outcome, Remote, attempted
from jura_coverage.sources.roads.extracts import AN_EXTRACT
from jura_coverage.sources.roads.regions import regions_of

SERVER = "https://download.geofabrik.de/europe/france/"
FOLDER, ROLE = "roads", "roads"
# The largest region has some 500 MB; the whole of France ten times as much.
GREATEST_BYTES = 2_000_000_000
GREATEST_S = 6 * 3600.0
MD5 = re.compile(rb"[0-9a-f]{32}(?=\s|$)")


def fetch_extracts(
    departement: str,
    *,
    folder: Path,
    server: str = SERVER,
    loopback_http: bool = False,
    progress: Progress | None = None,
    back_off_s: float = BACK_OFF_S,
) -> list[Outcome]:
    """Download the extracts of a département, each replaced only by one that is proven whole.

    Parameters
    ----------
    departement
        Its code.
    folder, loopback_http, progress, back_off_s
        As in :func:`jura_coverage.sources.fetch.fetch`.
    server
        Where they are published.

    Returns
    -------
    list of Outcome
        One for each; a failure does not stop the others.

    Raises
    ------
    ParameterError
        If the département has none.
    """
    outcomes = []
    for name in _names(departement):
        remote = Remote(name=name, role=ROLE, url=server + name)
        target = folder / FOLDER / name
        work = partial(
            _downloaded, remote, target, loopback_http=loopback_http, progress=progress,
            back_off_s=back_off_s,
        )  # fmt: skip
        outcomes.append(attempted(remote, target, work, wait_s=GREATEST_S))
    return outcomes


def downloaded(departement: str, *, folder: Path) -> list[Path]:
    """Find the extracts of a département that were downloaded.

    Parameters
    ----------
    departement, folder
        As in :func:`fetch_extracts`.

    Raises
    ------
    DownloadError
        If one is not there, or damaged.
    ParameterError
        If the département has none.
    """
    names = _names(departement)
    found = {name: copies.kept(folder / FOLDER / name) for name in names}
    lacking = [name for name, copy in found.items() if copy is None]
    if lacking:
        raise DownloadError(
            f"Routes : trouvé ni extrait d'OpenStreetMap dans la commande, ni copie téléchargée de "
            f"{french.enumeration(lacking)} ; attendu l'un ou l'autre. Donnez vos extraits, ou "
            f"lancez « jura-coverage fetch --roads --departement {departement} »."
        )
    return [copy.path for copy in found.values() if copy]


def _names(departement: str) -> list[str]:
    names = [f"{region}-latest.osm.pbf" for region in regions_of(departement)]
    if not names:
        raise ParameterError(
            f"--departement : trouvé {departement} ({departements.name(departement)}) ; attendu "
            "un département qui a des routes."
        )
    return names


def _downloaded(
    remote: Remote,
    target: Path,
    *,
    loopback_http: bool,
    progress: Progress | None,
    back_off_s: float,
) -> Outcome:
    """Download an extract, going on where an earlier try was interrupted."""

    def loader(**options: object) -> Downloader:
        return Downloader(
            loopback_http=loopback_http, progress=progress, back_off_s=back_off_s,
            expected=AN_EXTRACT, **options,  # type: ignore[arg-type]
        )  # fmt: skip

    kept, now = copies.sound(target), datetime.now(UTC).isoformat(timespec="seconds")
    with _begun(target) as begun:
        checksum = _checksum(remote.url, begun / "md5", loader(name=f"{remote.name}.md5"))
        if kept and kept.etag == checksum:
            copy = replace(kept, checked=now)
            copies.record(copy)
            return Outcome(remote=remote, copy=copy, news=False)
        part = begun / checksum
        for other in begun.iterdir():
            if other != part:
                other.unlink()
        whole = loader(name=remote.name, resume=True, most_bytes=GREATEST_BYTES, most_s=GREATEST_S)
        if not (part.exists() and copies.digest(part, "md5") == checksum):
            whole(remote.url, part)
        if (found := copies.digest(part, "md5")) != checksum:
            part.unlink()
            raise DownloadError(
                f"{remote.url} : somme de contrôle {found} ; attendu {checksum}. Le fichier a été "
                "abîmé en chemin, ou remplacé entre-temps par l'éditeur : relancez."
            )
        copy = Copy(
            path=target, role=remote.role, url=remote.url, final_url=whole.final_url or remote.url,
            etag=checksum, sha256=copies.digest(part), size=part.stat().st_size, retrieved=now,
            checked=now,
        )  # fmt: skip
        copies.keep(copy, arrived=part, previous=kept)
        return Outcome(remote=remote, copy=copy, news=True)


@contextmanager
def _begun(target: Path) -> Iterator[Path]:
    """Lend the place of what arrives, which stays until it is whole."""
    own = target.parent / copies.UNDER_WAY / target.name
    own.mkdir(parents=True, exist_ok=True)
    yield own
    shutil.rmtree(own, ignore_errors=True)


def _checksum(url: str, path: Path, loader: Downloader) -> str:
    """Ask for the checksum of a file."""
    path.unlink(missing_ok=True)
    loader(f"{url}.md5", path)
    found = MD5.match(path.read_bytes())
    if found is None:
        raise DownloadError(
            f"{url}.md5 : trouvé un autre texte ; attendu une somme de contrôle MD5. Réessayez "
            "plus tard."
        )
    return found[0].decode()
