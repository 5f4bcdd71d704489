"""Services: what the public goes to, and what is said of each; advisors are the first."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Service:
    """A service that the public goes to at its places.

    Parameters
    ----------
    role
        Of its table in sources, and of its option.
    name
        French, as a title: what its table is called in sources and sentences.
    table
        French, with its article: its table.
    noun
        French: what of it is nearest to a commune, in the masculine.
    help
        French: what its option asks for.
    missing
        French: what follows where its table is missing; empty if one may do without.
    """

    role: str
    name: str
    table: str
    noun: str
    help: str
    missing: str = ""

    def column(self, name: str) -> str:
        """Name a measure of the way to it, such as `minutes`; those of advisors have no suffix.

        Examples
        --------
        >>> ADVISORS.column("minutes")
        'minutes'
        """
        return name if self is ADVISORS else f"{name}_{self.role}"

    @property
    def option(self) -> str:
        """How users type its option.

        Examples
        --------
        >>> FRANCE_SERVICES.option
        '--france-services'
        """
        return f"--{self.role.replace('_', '-')}"


ADVISORS = Service(
    role="advisors", name="Conseillers", table="la table des conseillers", noun="conseiller",
    help="Liste des conseillers ou de leurs lieux (CSV, xlsx, ods, JSON, GeoJSON ou GeoPackage), "
    "ou édition embarquée (2022, 2022-12 ou 2023 pour le Jura).",
    missing="Aucune table de conseillers, donc aucun temps de trajet",
)  # fmt: skip
FRANCE_SERVICES = Service(
    role="france_services", name="France services", table="la liste des espaces France services",
    noun="espace France services",
    help="Liste des espaces France services, ou d'autres lieux à montrer à leur place (mêmes "
    "formats que --advisors).",
)  # fmt: skip
# In the order in which they are told. Posts, flags and sums are about advisors only.
SERVICES = (ADVISORS, FRANCE_SERVICES)
