"""Downloads of the official files into a cache that never loses a good copy."""

import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any, cast

from jura_coverage import french, sources
from jura_coverage.errors import (
    DataError,
    DownloadError,
    JuraCoverageError,
    ParameterError,
    reason,
)
from jura_coverage.sources import copies, download, repair
from jura_coverage.sources.copies import Copy
from jura_coverage.sources.download import BACK_OFF_S, Downloader, Progress, UnchangedError
from jura_coverage.sources.editions import Edition, downloaded

LATEST = "last"
LEAST_SHARE = 0.98  # of the rows of a copy: communes merge and places close, but few at a time
EDITION = re.compile(r"20\d\d_T[1-4]")  # as ARCEP names them; also a folder of the cache


@dataclass(frozen=True, kw_only=True)
class Remote:
    """A file that the State publishes.

    Parameters
    ----------
    name
        What it is called in the cache, with what tells its format.
    role
        ``communes``, ``broadband``, ``advisors`` or ``roads``.
    url
        Its address, with ``{departement}`` and ``{edition}`` where they belong.
    """

    name: str
    role: str
    url: str


_ARCEP = "https://data.arcep.fr/fixe/maconnexioninternet/statistiques/{edition}/commune/"
REMOTES = (
    Remote(
        name="communes.json", role="communes",
        url="https://geo.api.gouv.fr/departements/{departement}/communes"
        "?fields=nom,code,codeEpci,epci,population,mairie,contour&format=json",
    ),
    Remote(
        name="commune_meilleure_techno_thd.csv", role="broadband",
        url=_ARCEP + "commune_meilleure_techno_thd.csv",
    ),
    Remote(
        name="fermeture-reseau-cuivre.csv", role="broadband",
        url="https://data.economie.gouv.fr/api/explore/v2.1/catalog/datasets/"
        "fermeture-reseau-cuivre/exports/csv?select=code_insee%2Cfermeture_technique%2C"
        "output_usager%2Cannee_fermeture_technique&delimiter=%3B",
    ),
    Remote(
        name="lieux-de-mediation-numerique.csv", role="advisors",
        url="https://www.data.gouv.fr/api/1/datasets/r/398edc71-0d51-4cb6-9cbe-2540a4db573c",
    ),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one download.

    Parameters
    ----------
    copy
        The copy to use, new or old; None if there is none.
    news
        Whether it is new.
    failure
        Why no new copy came, in French; empty if all went well.
    """

    remote: Remote
    copy: Copy | None
    news: bool
    failure: str = ""


def cache_folder(given: Path | None = None) -> Path:
    """Say where downloads are kept: as asked, else in $JURA_COVERAGE_CACHE, else the system's."""
    if given:
        return given
    if named := os.environ.get("JURA_COVERAGE_CACHE"):
        return Path(named)
    import platformdirs

    return platformdirs.user_cache_path("jura-coverage")


def fetch(
    departement: str,
    *,
    folder: Path,
    edition: str = LATEST,
    remotes: Sequence[Remote] = REMOTES,
    loopback_http: bool = False,
    progress: Progress | None = None,
    back_off_s: float = BACK_OFF_S,
) -> list[Outcome]:
    """Download the files of a département, each replaced only by a better one.

    Parameters
    ----------
    departement, edition
        What to ask for; editions are named as ARCEP does (``2026_T2``), or ``last``.
    folder
        The cache, see :func:`cache_folder`.
    remotes
        What to download.
    loopback_http
        Whether to accept plain http from this very machine, for tests.
    progress
        Told the name, the bytes so far and the bytes in all (None if unknown).
    back_off_s
        Pause before the first new try; doubled at each.

    Returns
    -------
    list of Outcome
        One for each remote; a failure does not stop the others.

    Raises
    ------
    ParameterError
        If there can be no such edition.
    """
    if edition != LATEST and not EDITION.fullmatch(edition):
        raise ParameterError(
            f"Édition : trouvé « {edition} » ; attendu une année et un trimestre, comme 2026_T2, "
            f"ou « {LATEST} »."
        )
    outcomes = []
    for remote in remotes:
        target = folder / departement / edition / remote.name
        work = partial(
            _downloaded, remote, target, departement=departement, edition=edition,
            loopback_http=loopback_http, progress=progress, back_off_s=back_off_s,
        )  # fmt: skip
        outcomes.append(attempted(remote, target, work, wait_s=download.GREATEST_S))
    return outcomes


def cached(departement: str, *, folder: Path, edition: str | None = None) -> dict[str, list[Copy]]:
    """Find the copies of a département by role.

    Parameters
    ----------
    departement, folder
        As in :func:`fetch`.
    edition
        Which; None for the one that was retrieved last.

    Raises
    ------
    DownloadError
        If there is none, or one is damaged.
    """
    if folder.exists() and not folder.is_dir():
        raise DownloadError(
            f"{folder} : trouvé un fichier ; attendu le dossier des téléchargements. Voyez "
            "--cache, ou la variable JURA_COVERAGE_CACHE."
        )
    editions: dict[str, list[Copy]] = {}
    for record in sorted((folder / departement).glob(f"*/*{copies.SUFFIX}")):
        find = copies.kept if edition in (None, record.parent.name) else copies.sound
        if copy := find(record.with_name(record.name.removesuffix(copies.SUFFIX))):
            editions.setdefault(record.parent.name, []).append(copy)
    chosen = edition or max(
        editions, key=lambda name: max(copy.retrieved for copy in editions[name]), default=None
    )
    if chosen is None or chosen not in editions:
        there = french.enumeration(sorted(editions)) if editions else "aucune"
        raise DownloadError(
            f"Aucune copie téléchargée pour le département {departement}"
            + (f", édition {edition}" if edition else "")
            + f" (éditions présentes : {there}). Lancez « jura-coverage fetch --departement "
            f"{departement}" + (f" --edition {edition}" if edition else "") + " »."
        )
    roles: dict[str, list[Copy]] = {}
    for copy in editions[chosen]:
        roles.setdefault(copy.role, []).append(copy)
    return roles


def retrieved(path: Path) -> Edition | None:
    """Tell when a file of the cache was downloaded, as its edition; None for any other file."""
    copy = copies.sound(path)
    return downloaded(datetime.fromisoformat(copy.retrieved).date()) if copy else None


def advisors_for(departement: str, editions: Sequence[str], *, folder: Path) -> Path | None:
    """Find the advisors of the last of some editions that has any."""
    found = [
        copy.path
        for edition in editions
        for copy in cached(departement, folder=folder, edition=edition).get("advisors", [])
    ]
    return found[-1] if found else None


def inputs(copies: Mapping[str, Sequence[Copy]]) -> dict[str, Any]:
    """Give the copies of :func:`cached` as the arguments of :func:`jura_coverage.territory.files`.

    Returns
    -------
    dict
        `communes` and `advisors`, a path each or None, and `broadband`, a list of paths.
    """
    paths = {role: [copy.path for copy in each] for role, each in copies.items()}
    return {
        "communes": next(iter(paths.get("communes", [])), None),
        "broadband": paths.get("broadband", []),
        "advisors": next(iter(paths.get("advisors", [])), None),
    }


def sentence(outcome: Outcome, today: date) -> str:
    """Say in French what became of a download."""
    name, copy = outcome.remote.name, outcome.copy
    if not outcome.failure:
        what = "téléchargé" if outcome.news else "déjà à jour"
        size = french.number((copy.size if copy else 0) / 1000)
        return f"{name} : {what}, {size} ko."
    if copy is None:
        return f"{name} : échec, et aucune copie plus ancienne. {outcome.failure}"
    return f"{age_sentence(copy, today)} Nouvelle copie refusée ou absente : {outcome.failure}"


def age_sentence(copy: Copy, today: date) -> str:
    """Say in French how old a copy is."""
    age = french.count(copy.age_days(today), "jour")
    return f"{copy.path.name} : copie d'il y a {age}."


def unwritable(folder: Path, error: OSError) -> str:
    """Say in French that a folder of the cache cannot be written."""
    return (
        f"{folder} : écriture impossible ({reason(error)}). Vérifiez vos droits et la place libre, "
        "ou choisissez un autre dossier avec --cache."
    )


def attempted(
    remote: Remote, target: Path, work: Callable[[], Outcome], *, wait_s: float
) -> Outcome:
    """Let a download be done while nobody else does it; if it fails, say why, and keep the copy.

    Parameters
    ----------
    target
        Where its copy is or will be.
    work
        What downloads.
    wait_s
        How long another may take for the same.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with copies.alone(target, wait_s=wait_s):
            return work()
    except JuraCoverageError as error:
        failure = str(error)
    except OSError as error:
        failure = unwritable(target.parent, error)
    return Outcome(remote=remote, copy=copies.sound(target), news=False, failure=failure)


def _downloaded(
    remote: Remote,
    target: Path,
    *,
    departement: str,
    edition: str,
    loopback_http: bool,
    progress: Progress | None,
    back_off_s: float,
) -> Outcome:
    """Download a file, and look at it before it replaces the copy."""
    url = remote.url.format(departement=departement, edition=edition)
    kept = copies.sound(target)
    with _staging(target) as arrived:
        loader = Downloader(
            etag=kept.etag if kept and kept.url == url else "", loopback_http=loopback_http,
            progress=progress, name=remote.name, back_off_s=back_off_s,
        )  # fmt: skip
        now = datetime.now(UTC).isoformat(timespec="seconds")
        try:
            loader(url, arrived)
        except UnchangedError:
            copy = replace(cast("Copy", kept), checked=now)
            copies.record(copy)
            return Outcome(remote=remote, copy=copy, news=False)
        _look_at(remote, arrived, kept, departement=departement, edition=edition, url=url)
        copy = Copy(
            path=target, role=remote.role, url=url, final_url=loader.final_url,
            etag=loader.new_etag, sha256=copies.digest(arrived),
            size=arrived.stat().st_size, retrieved=now, checked=now,
        )  # fmt: skip
        copies.keep(copy, arrived=arrived, previous=kept)
        return Outcome(remote=remote, copy=copy, news=True)


@contextmanager
def _staging(target: Path) -> Iterator[Path]:
    """Lend a place beside for what arrives, without what an earlier download may have left."""
    own = target.parent / copies.UNDER_WAY / target.name
    shutil.rmtree(own, ignore_errors=True)
    own.mkdir(parents=True)
    try:
        yield own / target.name
    finally:
        shutil.rmtree(own, ignore_errors=True)


def _look_at(
    remote: Remote,
    arrived: Path,
    kept: Copy | None,
    *,
    departement: str,
    edition: str,
    url: str,
) -> None:
    """Refuse what is no official table as it was asked for, or is less than what we have."""
    try:
        reading = _read(remote, arrived, departement)
        found = "" if reading.publication.title else "un format inconnu"
    except DataError as error:
        found = " ; ".join(dict.fromkeys(fault.found for fault in error.faults[:3]))
    if not found:
        found = _other_edition(reading, edition) if "{edition}" in remote.url else ""
    if not found and kept:
        found = _worse(remote, reading, kept, departement)
    if found:
        raise DownloadError(
            f"{url} : fichier refusé : trouvé {found} ; attendu {remote.name} tel que l'État le "
            "publie. Réessayez plus tard, ou donnez vos propres fichiers."
        )


def _read(remote: Remote, path: Path, departement: str) -> sources.Reading[Any]:
    reader: dict[str, Callable[..., sources.Reading[Any]]] = {
        "communes": sources.read_communes,
        "broadband": sources.read_broadband,
        "advisors": sources.read_advisors,
    }
    return reader[remote.role](path, departement=departement)


def _other_edition(reading: sources.Reading[Any], edition: str) -> str:
    """Say which quarter a table is of, if another was asked for."""
    asked = repair.quarter(edition)
    other = reading.dated and reading.dated.kind == "quarter" and reading.dated != asked
    return f"le {reading.vintage}" if asked and other else ""


def _worse(remote: Remote, new: sources.Reading[Any], kept: Copy, departement: str) -> str:
    """Say why a table may not replace the one that we have: other format, older, or cut short."""
    try:
        old = _read(remote, kept.path, departement)
    except DataError:  # our readers have become stricter
        return ""
    if new.publication != old.publication:
        return f"« {new.publication.title} », quand la copie est « {old.publication.title} »"
    ends = [each.dated.end if each.dated else None for each in (new, old)]
    if ends[0] and ends[1] and ends[0] < ends[1]:
        return f"l'édition {new.vintage}, quand la copie est de {old.vintage}"
    if new.rows < LEAST_SHARE * old.rows:
        return f"{french.count(new.rows, 'ligne')}, quand la copie en a {french.number(old.rows)}"
    # Places of advisors may go, as their posts do; communes stay.
    communes = [len(each.table) for each in (new, old)]
    if remote.role != "advisors" and communes[0] < LEAST_SHARE * communes[1]:
        return (
            f"{french.count(communes[0], 'commune')} du département, quand la copie en a "
            f"{french.number(communes[1])}"
        )
    return ""
