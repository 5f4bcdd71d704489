"""The commands that write for others: maps, files to take away, sheets, a skin of pages."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jura_coverage.command import outputs, terminal, usage
from jura_coverage.command.given import OUT, command
from jura_coverage.command.measuring import MEASURE
from jura_coverage.command.new_posts import ASKED, Asked, decided
from jura_coverage.errors import installing

if TYPE_CHECKING:
    from jura_coverage.publish.html.site import Skin
    from jura_coverage.study import Result

WITHOUT_PLAN = "Plan et certitude laissés de côté"


@command(
    MEASURE, own=[OUT, outputs.SKIN, outputs.FORCE],
    first=outputs.looked(*outputs.OF_MAPS, of=outputs.MAPS),
)  # fmt: skip
def run(result: "Result", *, out: Path, skin: Path | None, force: bool) -> None:
    """Écrit les cartes et les tables d'un département."""
    chosen = outputs.skin(skin)
    stage = outputs.staged(out, of=outputs.MAPS, force=force)
    with terminal.waiting("Écriture…"), stage as folder:
        write_maps(result, folder, skin=chosen)
        written = outputs.written(folder)
    _print_report(result)
    for name in written:
        terminal.give(out / name)


def write_maps(result: "Result", folder: Path, *, skin: "Skin") -> None:
    """Write the pages, the table and the figures of a run into a folder."""
    from jura_coverage import publish
    from jura_coverage.publish.files import plain
    from jura_coverage.publish.html.site import INDEX, MAP, Site

    site = Site.of(INDEX, MAP, skin=skin)
    publish.write_page(result, folder / MAP, site=site)
    plain.write_communes_csv(result, folder / "communes.csv")
    plain.write_summary(result, folder / "summary.json")
    publish.write_index(result, folder, site=site)
    publish.write_accessibility(folder, site)


def _print_report(result: "Result") -> None:
    from jura_coverage import words

    terminal.figures(words.key_figures(result))
    terminal.tell(f"\n{words.thresholds(result.parameters)}", err=True)
    terminal.tell(f"\n{words.minutes_by(result)}", err=True)
    for name, edition in words.editions(result.sources):
        terminal.tell(f"{name} : {edition}.", err=True)
    terminal.tell(f"{words.calculated(result)}.\n", err=True)


def _look_at_exports(*, departement: str, formats: str | None, **values: Any) -> None:
    """Refuse formats that are none, and files that are not ours, before anything is computed."""
    from jura_coverage.publish.files.formats import chosen, files

    names = files(chosen(formats), departement=departement)
    outputs.looked(*names, of=f"exports {departement}")(**values)


@command(
    ASKED,
    own=[
        outputs.folder("Dossier des fichiers.", Path("maps/exports")),
        outputs.FORCE,
        usage.option(
            "--formats",
            "Formats séparés par des virgules : xlsx, gpkg, parquet, geojson, csv. Tous ceux qui "
            "sont installés, si rien n'est dit.",
            metavar="NOMS",
        ),
    ],
    first=_look_at_exports,
)  # fmt: skip
def export(asked: Asked, *, out: Path, force: bool, formats: str | None) -> None:
    """Écrit les fichiers à emporter, plan compris : tableur, QGIS, GeoParquet, GeoJSON, CSV."""
    from jura_coverage.publish.files import formats as known

    names = known.chosen(formats)
    with terminal.waiting("Calcul et écriture…"):
        found = decided(asked, concerned=WITHOUT_PLAN)
        of = f"exports {asked.result.territory.departement}"
        with outputs.staged(out, of=of, force=force) as folder:
            known.write(asked.result, folder, formats=names, decision=found)
            written = outputs.written(folder)
    for name in () if formats else known.missing():
        terminal.tell(
            f"Format {name} laissé de côté : {installing(name)} installe ce qu'il demande.",
            err=True,
        )
    for name in written:
        terminal.give(out / name)


@command(
    ASKED,
    own=[
        usage.argument(
            "names",
            "Communes ou intercommunalités, par code ou par nom ; toutes les intercommunalités, si "
            "rien n'est dit.",
            metavar="NOM", nargs=-1, required=False,
        ),
        outputs.folder("Dossier des fiches.", Path("maps/fiches")),
        outputs.SKIN,
        outputs.FORCE,
        usage.flag("--all-communes", "Ajoute une fiche pour chaque commune."),
        usage.flag("--html-only", "N'écrit pas les PDF, bien plus longs."),
    ],
    first=outputs.looked(*outputs.OF_SITE, of="fiches"),
)  # fmt: skip
def sheets(
    asked: Asked,
    *,
    names: Sequence[str],
    out: Path,
    skin: Path | None,
    force: bool,
    all_communes: bool,
    html_only: bool,
) -> None:
    """Écrit des fiches de décision d'une page : intercommunalités et communes, HTML et PDF."""
    with terminal.waiting("Calcul et écriture…"):
        from jura_coverage.publish import sheets as pages
        from jura_coverage.publish import write_accessibility
        from jura_coverage.publish.html.site import SHEETS, Site

        result, site = asked.result, Site.of(SHEETS, skin=outputs.skin(skin))
        wanted = [pages.find(result, name) for name in names] or pages.every_epci(result)
        if all_communes:
            wanted += [area for area in pages.every_commune(result) if area not in wanted]
        lacking = "" if html_only else pages.needed()
        found = decided(asked, concerned=WITHOUT_PLAN)
        with outputs.staged(out, of="fiches", force=force) as folder:
            pages.write(
                result, wanted, folder, decision=found, pdf=not (html_only or lacking), site=site,
                earlier=outputs.standing(out, of="fiches"),
            )  # fmt: skip
            write_accessibility(folder, site)
            written = outputs.written(folder)
    if lacking:
        terminal.tell(f"Fiches écrites en HTML seulement : {lacking}.", err=True)
    for name in written:
        terminal.give(out / name)


@command(
    own=[outputs.folder("Dossier à écrire.", Path("habillage")), outputs.FORCE],
    first=outputs.looked("skin.toml", "style.css", of="habillage"),
)  # fmt: skip
def skin(*, out: Path, force: bool) -> None:
    """Écrit une copie de l'habillage des sites de l'État, à remplir et à donner à --skin."""
    from jura_coverage.publish.html.site import copy_skin

    with outputs.staged(out, of="habillage", force=force) as folder:
        copy_skin("etat", folder)
        written = outputs.written(folder)
    for name in written:
        terminal.give(out / name)
