"""The columns that every reader of advisors gives, whatever its file holds."""

import pandas as pd

# Text, empty where the file says nothing: name of the commune as the file spells it, address and
# postcode of the structure (for geocoding only), day of the last update, ends of the convention,
# stops of an itinerant post with their days.
TEXTS = (
    "commune", "address", "postcode", "updated", "convention_start", "convention_end", "stops",
)  # fmt: skip
COLUMNS = ("host", "insee", "posts", "latitude", "longitude", "itinerant", *TEXTS)


def advisor_table(
    *,
    host: pd.Series,
    insee: pd.Series,
    posts: pd.Series,
    latitude: pd.Series,
    longitude: pd.Series,
    itinerant: pd.Series | None = None,
    **texts: pd.Series | None,
) -> pd.DataFrame:
    """Put the columns of :data:`COLUMNS` together.

    Parameters
    ----------
    host, insee, posts, latitude, longitude
        Columns on one index, which says the line of the file.
    itinerant
        Whether the post moves; not if None.
    **texts
        Any of :data:`TEXTS`; empty if absent or None.
    """
    blank = pd.Series("", index=host.index, dtype="str")
    return pd.DataFrame(
        {
            "host": host,
            "insee": insee,
            "posts": posts.astype("Int64"),
            "latitude": latitude.astype("float64"),
            "longitude": longitude.astype("float64"),
            "itinerant": False if itinerant is None else itinerant.astype(bool),
            **{name: blank if texts.get(name) is None else texts[name] for name in TEXTS},
        }
    )
