"""Downloads of the official files into a cache that never loses a good copy."""

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from jura_coverage import french, sources
from jura_coverage.errors import DataError, DownloadError, JuraCoverageError, ParameterError
from jura_coverage.sources.download import BACK_OFF_S, Downloader, Progress, UnchangedError
from jura_coverage.sources.editions import Edition, downloaded

LATEST = "last"
EDITION = re.compile(r"20\d\d_T[1-4]")  # as ARCEP names them; also a folder of the cache


@dataclass(frozen=True, kw_only=True)
class Remote:
    """A file that the State publishes.

    Parameters
    ----------
    name
        What it is called in the cache, with what tells its format.
    role
        ``communes``, ``broadband`` or ``advisors``.
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
class Copy:
    """A file of the cache and where it came from.

    Parameters
    ----------
    path
        Where it lies.
    role
        What it is for.
    url, final_url
        The address that was asked, and the one that answered.
    etag
        What the server calls this version; empty if it does not say.
    sha256, size
        Of the file.
    retrieved
        When it was downloaded (ISO 8601, UTC).
    checked
        When a server last said that it is current.
    """

    path: Path
    role: str
    url: str
    final_url: str
    etag: str
    sha256: str
    size: int
    retrieved: str
    checked: str

    def age_days(self, today: date) -> int:
        """Give the days since a server last vouched for this copy."""
        return (today - datetime.fromisoformat(self.checked).date()).days


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
        url = remote.url.format(departement=departement, edition=edition)
        target = folder / departement / edition / remote.name
        kept = _kept(target)
        try:
            copy = _fetched(
                remote, url, target, kept, departement=departement, loopback_http=loopback_http,
                progress=progress, back_off_s=back_off_s,
            )  # fmt: skip
            news = kept is None or copy.retrieved != kept.retrieved
            outcomes.append(Outcome(remote=remote, copy=copy, news=news))
        except JuraCoverageError as error:
            outcomes.append(Outcome(remote=remote, copy=kept, news=False, failure=str(error)))
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
        If there is none.
    """
    editions: dict[str, list[Copy]] = {}
    for record in sorted((folder / departement).glob("*/*.source.json")):
        copy = _kept(record.with_name(record.name.removesuffix(".source.json")))
        if copy:
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
    copy = _kept(path)
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


def _fetched(
    remote: Remote,
    url: str,
    target: Path,
    kept: Copy | None,
    *,
    departement: str,
    loopback_http: bool,
    progress: Progress | None,
    back_off_s: float,
) -> Copy:
    """Download into a file beside, look at it, and only then put it in its place."""
    loader = Downloader(
        etag=kept.etag if kept and kept.url == url else "", loopback_http=loopback_http,
        progress=progress, name=remote.name, back_off_s=back_off_s,
    )  # fmt: skip
    try:
        staging = target.parent / ".en-cours"
        staging.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=staging, ignore_cleanup_errors=True) as own:
            arrived = Path(own) / target.name
            loader(url, arrived)
            _look_at(remote, arrived, departement, url)
            now = datetime.now(UTC).isoformat(timespec="seconds")
            content = arrived.read_bytes()
            copy = Copy(
                path=target, role=remote.role, url=url, final_url=loader.final_url,
                etag=loader.new_etag, sha256=hashlib.sha256(content).hexdigest(),
                size=len(content), retrieved=now, checked=now,
            )  # fmt: skip
            arrived.replace(target)
    except UnchangedError:
        if kept is None:
            raise DownloadError(f"{url} : réponse « inchangé » sans copie ici.") from None
        now = datetime.now(UTC).isoformat(timespec="seconds")
        copy = Copy(**{**vars(kept), "checked": now})
    except OSError as error:
        if isinstance(error, JuraCoverageError):
            raise
        raise DownloadError(
            f"{target.parent} : écriture impossible ({error.strerror or error}). Vérifiez vos "
            "droits et la place libre, ou choisissez un autre dossier avec --cache."
        ) from error
    _record(copy)
    return copy


def _look_at(remote: Remote, path: Path, departement: str, url: str) -> None:
    """Refuse what is no official table of the kind that was asked for."""
    reader: dict[str, Callable[..., sources.Reading[Any]]] = {
        "communes": sources.read_communes,
        "broadband": sources.read_broadband,
        "advisors": sources.read_advisors,
    }
    try:
        official = bool(reader[remote.role](path, departement=departement).publication.title)
        found = "un format inconnu"
    except DataError as error:
        official = False
        found = " ; ".join(dict.fromkeys(fault.found for fault in error.faults[:3]))
    if not official:
        raise DownloadError(
            f"{url} : fichier refusé : trouvé {found} ; attendu {remote.name} tel que l'État le "
            "publie. Réessayez plus tard, ou donnez vos propres fichiers."
        )


def _kept(target: Path) -> Copy | None:
    """Find a copy whose bytes are those that were recorded."""
    record = target.with_name(f"{target.name}.source.json")
    try:
        facts = json.loads(record.read_text(encoding="utf-8"))
        copy = Copy(**{**facts, "path": target})
        intact = hashlib.sha256(target.read_bytes()).hexdigest() == copy.sha256
        for moment in (copy.retrieved, copy.checked):
            datetime.fromisoformat(moment)
    except (OSError, ValueError, TypeError):
        return None
    return copy if intact else None


def _record(copy: Copy) -> None:
    facts = {name: value for name, value in asdict(copy).items() if name != "path"}
    record = copy.path.with_name(f"{copy.path.name}.source.json")
    fresh = record.with_name(f".{record.name}")
    fresh.write_text(json.dumps(facts, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    fresh.replace(record)
