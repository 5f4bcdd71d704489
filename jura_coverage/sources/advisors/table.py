"""The columns that every reader of advisors gives, whatever its file holds."""

import pandas as pd

# Text, empty where the file says nothing: name of the commune as the file spells it, its postcode,
# address of the structure, day of the last update, ends of the convention,
# type of the host (public or private), state of the posts (occupied, vacant or returned), SIRET,
# the publisher's own name for the organisation, opening hours as OpenStreetMap writes them.
TEXTS = (
    "commune", "address", "postcode", "updated", "convention_start", "convention_end",
    "host_type", "state", "siret", "publisher_id", "opening_hours",
)  # fmt: skip
# INSEE numbers public bodies, and no others, from 1 and from 2; other numbers tell nothing.
PUBLIC_SIRET = "[12][0-9]{13}"
COLUMNS = (
    "host", "insee", "posts", "latitude", "longitude", "itinerant", "fte", "open_to_public",
    "stops", "convention_kinds", "convention_euros", *TEXTS,
)  # fmt: skip


def advisor_table(
    *,
    host: pd.Series,
    insee: pd.Series,
    posts: pd.Series,
    latitude: pd.Series,
    longitude: pd.Series,
    itinerant: pd.Series | None = None,
    fte: pd.Series | None = None,
    open_to_public: pd.Series | None = None,
    stops: pd.Series | None = None,
    convention_kinds: pd.Series | None = None,
    convention_euros: pd.Series | None = None,
    **texts: pd.Series | None,
) -> pd.DataFrame:
    """Put the columns of :data:`COLUMNS` together.

    Parameters
    ----------
    host, insee, posts, latitude, longitude
        Columns on one index, which says the line of the file; posts perhaps in fractions.
    itinerant
        Whether the post moves; missing if None.
    fte, open_to_public
        Full-time equivalents, and whether the public is received; missing if None.
    stops
        As :func:`jura_coverage.sources.advisors.stops.stops` gives them; none if None.
    convention_kinds, convention_euros
        What the conventions of the posts are called, a tuple of text, and the euros agreed for all
        of them; empty and missing where this is not known of each post, or if None.
    **texts
        Any of :data:`TEXTS`; empty if absent or None. A host whose type is not told is public if
        its SIRET is that of a public body.
    """
    missing = pd.Series(pd.NA, index=host.index, dtype="object")
    blank = pd.Series("", index=host.index, dtype="str")
    none = pd.Series([()] * len(host), index=host.index)
    table = pd.DataFrame(
        {
            "host": host,
            "insee": insee,
            "posts": posts.astype("Float64").astype("float64"),
            "latitude": latitude.astype("float64"),
            "longitude": longitude.astype("float64"),
            "itinerant": (missing if itinerant is None else itinerant).astype("boolean"),
            "fte": (missing if fte is None else fte).astype("Float64").astype("float64"),
            "open_to_public": (missing if open_to_public is None else open_to_public).astype(
                "boolean"
            ),
            "stops": none if stops is None else stops,
            "convention_kinds": none if convention_kinds is None else convention_kinds,
            "convention_euros": (missing if convention_euros is None else convention_euros)
            .astype("Float64")
            .astype("float64"),
            **{name: blank if texts.get(name) is None else texts[name] for name in TEXTS},
        }
    )
    public = table["siret"].str.replace(" ", "").str.fullmatch(PUBLIC_SIRET)
    return table.assign(
        host_type=table["host_type"].mask((table["host_type"] == "") & public, "public")
    )
