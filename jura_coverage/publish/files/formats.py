"""The formats on offer, and the files of each."""

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from jura_coverage import columns, french
from jura_coverage.errors import MissingExtraError, ParameterError, installing
from jura_coverage.posts import Decision
from jura_coverage.publish import text
from jura_coverage.publish.files import geoparquet, plain
from jura_coverage.publish.files.geopackage import write_geopackage
from jura_coverage.publish.files.workbook import write_workbook
from jura_coverage.publish.tables import about, communes
from jura_coverage.publish.tables.all import commune_shapes
from jura_coverage.publish.tables.table import Table
from jura_coverage.study import Result

LON_LAT = 4326


@dataclass(frozen=True, kw_only=True)
class Format:
    """One format.

    Parameters
    ----------
    write
        Writes its files into a folder.
    needs
        The module and the extra without which it cannot be written; empty if none.
    stem
        What the name of its file begins with, before the département.
    """

    write: Callable[[Result, Path, Decision | None], None]
    needs: tuple[str, str] | tuple[()] = ()
    stem: str = "communes"


def _name(stem: str, result: Result, suffix: str) -> str:
    return f"{stem}-{result.territory.departement}.{suffix}"


def write_xlsx(result: Result, folder: Path, decision: Decision | None) -> None:
    """Write the workbook ``couverture-39.xlsx``."""
    write_workbook(result, folder / _name("couverture", result, "xlsx"), decision=decision)


def write_gpkg(result: Result, folder: Path, decision: Decision | None) -> None:
    """Write the GeoPackage ``couverture-39.gpkg``."""
    write_geopackage(result, folder / _name("couverture", result, "gpkg"), decision=decision)


def write_parquet(result: Result, folder: Path, decision: Decision | None) -> None:
    """Write ``communes-39.parquet``: GeoParquet 1.1, with its provenance in the file's metadata."""
    geoparquet.write(
        commune_shapes(result, decision), folder / _name("communes", result, "parquet"),
        about=about.provenance(result, decision),
    )  # fmt: skip


def write_geojson(result: Result, folder: Path, decision: Decision | None) -> None:
    """Write ``communes-39.geojson`` (RFC 7946), with its provenance under ``metadata``."""
    shapes = plain.readable(commune_shapes(result, decision, crs=LON_LAT))
    written = io.BytesIO()
    path = folder / _name("communes", result, "geojson")
    shapes.to_file(written, driver="GeoJSON", layer=path.stem, RFC7946="YES", engine="pyogrio")
    said = text.json_text(about.provenance(result, decision))
    kind = '"type": "FeatureCollection",'
    whole = written.getvalue().decode().replace(kind, f'{kind}\n"metadata": {said},', 1)
    text.write_text(whole, path)


def write_csv(result: Result, folder: Path, decision: Decision | None) -> None:
    """Write ``communes-39.csv`` as French Excel opens it, and its data dictionary."""
    certainty = decision.certainty if decision else None
    table = Table(
        name="communes", title="Communes", meaning="", known=columns.COMMUNES,
        frame=communes.commune_table(result, certainty=certainty),
    )  # fmt: skip
    plain.write_csv(table.frame, folder / _name("communes", result, "csv"))
    meanings = about.dictionary(result.sources, [table]).assign(
        **communes.provenance_columns(result)
    )
    plain.write_csv(meanings, folder / _name("dictionnaire", result, "csv"))


FORMATS: dict[str, Format] = {
    "xlsx": Format(write=write_xlsx, stem="couverture"),
    "gpkg": Format(write=write_gpkg, stem="couverture"),
    "parquet": Format(write=write_parquet, needs=("pyarrow", "parquet")),
    "geojson": Format(write=write_geojson),
    "csv": Format(write=write_csv),
}


def files(formats: Iterable[str], *, departement: str) -> list[str]:
    """Name the file that each of some formats surely is."""
    return [f"{FORMATS[name].stem}-{departement}.{name}" for name in formats]


def available() -> tuple[str, ...]:
    """Name the formats that this installation can write."""
    return tuple(name for name in FORMATS if name not in missing())


def missing() -> tuple[str, ...]:
    """Name the formats that need an extra which is not installed."""
    return tuple(
        name for name, each in FORMATS.items() if each.needs and find_spec(each.needs[0]) is None
    )


def chosen(text: str | None) -> tuple[str, ...]:
    """Read a choice of formats such as ``"xlsx,gpkg"``; all that are available if None.

    Raises
    ------
    ParameterError
        If one is not known.
    MissingExtraError
        If one needs an extra which is not installed.

    Examples
    --------
    >>> chosen("xlsx, CSV,xlsx")
    ('xlsx', 'csv')
    """
    if text is None:
        return available()
    names = tuple(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))
    unknown = [name for name in names if name not in FORMATS]
    if unknown or not names:
        found = french.enumeration([f"« {name} »" for name in unknown]) if unknown else "rien"
        raise ParameterError(
            f"--formats : trouvé {found} ; attendu un ou plusieurs noms parmi "
            f"{', '.join(FORMATS)}, séparés par des virgules."
        )
    for name in names:
        needs = FORMATS[name].needs
        if needs and name in missing():
            raise MissingExtraError(
                f"Le format {name} demande la bibliothèque {needs[0]}, qui n'est pas installée. "
                f"Installez-la par {installing(needs[1])}, ou retirez {name} de --formats."
            )
    return names


def write(
    result: Result, folder: Path, *, formats: Sequence[str], decision: Decision | None = None
) -> None:
    """Write the files of some formats into a folder.

    Parameters
    ----------
    result
        A run.
    folder
        An existing folder; :func:`jura_coverage.publish.files.staging.staged` lends one.
    formats
        Names of :data:`FORMATS`, see :func:`chosen`.
    decision
        What :func:`jura_coverage.posts.decide` answered: adds how sure each flag is, the plan
        and the proposed sites.
    """
    for name in formats:
        FORMATS[name].write(result, folder, decision)
