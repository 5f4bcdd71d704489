"""The columns of posts that are shared out between départements: a row each."""

from collections.abc import Iterator
from dataclasses import replace

from jura_coverage.columns.column import (
    COMPUTED,
    COUNT,
    EUROS,
    FLAG,
    POST,
    PROGRAMME,
    SHARE,
    TEXT,
    Column,
    of,
)
from jura_coverage.columns.communes import DEPARTEMENT, PROVENANCE
from jura_coverage.columns.posts import HIGH, LOW, PARTIAL, left_out

DEPARTEMENT_AND_REGION = (
    replace(DEPARTEMENT, origin=COMPUTED, meaning="Code du département ; toujours du texte."),
    *of(COMPUTED, TEXT,
        ("departement_name", "departement", "Nom", "Nom du département."),
        ("region_name", "region", "Région", "Nom de la région."),
    ),
)  # fmt: skip


def _gap(name: str, field: str, meaning: str) -> Iterator[Column]:
    return of(COMPUTED, SHARE, (name, field, "Écart au mieux, au plus", meaning), decimals=2)


NEW_POSTS = (
    *DEPARTEMENT_AND_REGION,
    *of(COMPUTED, POST,
        ("posts", "postes_nouveaux", "Postes nouveaux", "Ce que le partage donne au département."),
    ),
    *of(COMPUTED, COUNT,
        ("residents_expected", "habitants_en_moyenne", "Habitants de plus à portée, en moyenne",
         "Moyenne de scénarios qui ne servent qu'à éprouver le choix."),
        ("residents_low", "habitants_bas", *LOW),
        ("residents_high", "habitants_haut", *HIGH),
    ),
    *of(COMPUTED, FLAG, ("residents_partial", "fourchette_partielle", *PARTIAL)),
    *of(COMPUTED, COUNT,
        ("residents_exposed", "dont_en_commune_signalee", "Dont en commune signalée",
         "Ceux d'entre eux dont la commune, sans ces postes, est à la fois mal desservie et "
         "éloignée, en moyenne ; vide sans données de débit."),
        ("residents", "habitants", "Si tout est comme estimé",
         "Habitants de plus à portée, si tout est comme estimé."),
        left_out("residents", "habitants"),
    ),
    *of(COMPUTED, TEXT,
        ("sites", "communes", "Communes", "Où iraient les postes, avec le code Insee."),
    ),
    *_gap("gap", "ecart_optimum_pct",
          "Pour tant de postes, ce que d'autres lieux du département pourraient gagner en plus ; 0 "
          "si rien."),
    *of(PROGRAMME, EUROS,
        ("cost_euros", "cout_euros", "Coût", "Tarif d'une première convention (2021), en ordre de "
         "grandeur."),
    ),
    *PROVENANCE,
)  # fmt: skip

KEPT_POSTS = (
    *DEPARTEMENT_AND_REGION,
    *of(COMPUTED, POST,
        ("posts", "postes", "Postes aujourd'hui", "Postes des structures du département."),
        ("posts_kept", "postes_gardes", "Postes gardés", "Ceux que le partage garde."),
        ("posts_ended", "postes_finis", "Postes finis", "Ceux des structures qui cessent."),
    ),
    *of(COMPUTED, COUNT,
        ("residents_lost_mean", "habitants_perdus_en_moyenne",
         "Mis hors de portée, en moyenne",
         "Ceux qui n'auraient plus de conseiller à portée, dans des scénarios qui n'ont pas servi "
         "à choisir les structures."),
        ("residents_lost_low", "habitants_perdus_bas", *LOW),
        ("residents_lost_high", "habitants_perdus_haut", *HIGH),
    ),
    *of(COMPUTED, FLAG, ("residents_lost_partial", "fourchette_partielle", *PARTIAL)),
    *of(COMPUTED, COUNT,
        ("residents_lost", "habitants_perdus", "Si tout est comme estimé",
         "Habitants hors de portée, si tout est comme estimé."),
        left_out("residents_lost", "habitants_perdus"),
        ("communes_lost", "communes_perdues", "Communes hors de portée", "Leurs communes."),
        ("communes_flagged", "communes_signalees_en_plus", "Communes signalées en plus",
         "Communes qui deviendraient signalées ; vide sans débit connu."),
    ),
    *of(COMPUTED, TEXT,
        ("hosts", "structures", "Structures qui cessent", "Leurs noms, tous leurs lieux compris."),
    ),
    *_gap("gap", "ecart_moindre_perte_pct",
          "Pour tant de postes, de combien la perte pourrait être moindre avec d'autres "
          "structures ; 0 si de rien."),
    *PROVENANCE,
)  # fmt: skip
