"""Build the crosswalk of former communes from INSEE's file of what happened to communes.

Usage: ``python -m scripts.build_crosswalk EVENTS.csv 2026``, where EVENTS is the file "Liste des
événements survenus aux communes" of INSEE's code officiel géographique of that year; writes
``data/communes/former-communes-france-2026.csv``, the same to the byte whenever it is run.
"""

import sys
from pathlib import Path

import pandas as pd

from jura_coverage import french
from jura_coverage.sources.communes.crosswalk import MERGED, RECODED, RENAMED, RESTORED

COMMUNE = "COM"
PARTS = ("COMD", "COMA")  # delegated, associated
RECODINGS = ("41", "50")  # another département, another seat
SEPARATION = "21"
FIRST_EDITION = "2013-01-01"  # no table that we read counts communes of before


def main(events: str, year: str) -> None:
    """Write the crosswalk into data/communes/."""
    table = crosswalk(read_events(Path(events)))
    folder = Path(__file__).parents[1] / "data" / "communes"
    table.to_csv(folder / f"former-communes-france-{year}.csv", lineterminator="\n")
    print(table["change"].value_counts().to_string())


def read_events(path: Path) -> pd.DataFrame:
    """Read what happened to communes, in the order of the days.

    Returns
    -------
    DataFrame
        `kind` (INSEE's number), `day`, and what the commune was before and after: `type_before`,
        `before` (its code), `name_before`, `type_after`, `after`, `name_after`.
    """
    columns = {
        "MOD": "kind", "DATE_EFF": "day",
        "TYPECOM_AV": "type_before", "COM_AV": "before", "LIBELLE_AV": "name_before",
        "TYPECOM_AP": "type_after", "COM_AP": "after", "LIBELLE_AP": "name_after",
    }  # fmt: skip
    cells = pd.read_csv(path, dtype=str, keep_default_na=False).rename(columns=columns)
    return cells[list(columns.values())].sort_values(
        ["day", "before", "after"], kind="stable", ignore_index=True
    )


def crosswalk(events: pd.DataFrame) -> pd.DataFrame:
    """Tell of each code that is gone, and of each that came back, which commune of today to see.

    Codes that ended before :data:`FIRST_EDITION` are there as long as they are delegated or
    associated communes, names that changed before are not.

    Returns
    -------
    DataFrame
        As :func:`jura_coverage.sources.read_crosswalk` gives it, in the order of the codes.
    """
    whole = events[(events["type_before"] == COMMUNE) & (events["type_after"].isin([COMMUNE, ""]))]
    gone = _gone(whole)
    successor = dict(zip(gone.index, zip(gone["after"], gone["day"], strict=True), strict=True))
    today = whole.drop_duplicates("after", keep="last").set_index("after")["name_after"]
    recent = whole[whole["day"] >= FIRST_EDITION]
    stays = (recent["before"] == recent["after"]) & ~recent["before"].isin(gone.index)
    split = recent[
        (recent["kind"] == SEPARATION) & ~stays & ~recent["after"].isin(gone.index)
    ].drop_duplicates("after", keep="last")  # fmt: skip
    # The name goes to what the other parts stay with.
    named_alike = split[split["name_after"] == split["name_before"]]
    heirs: dict[str, tuple[str, str]] = {
        before: (after, day)
        for before, after, day in named_alike[["before", "after", "day"]].to_numpy()
    }

    def of_today(code: str, day: str) -> str:
        while code in successor and successor[code][1] >= day:
            code, day = successor[code]
        heir, parted = heirs.get(code, (code, ""))
        return heir if parted > day else code

    known = (gone["day"] >= FIRST_EDITION) | gone.index.isin(_parts_of_today(events))
    ended = gone[known].assign(
        change=gone["kind"].isin(RECODINGS).map({True: RECODED, False: MERGED}), until=gone["day"]
    )
    back = split.assign(
        change=RESTORED, until="", name_before=split["name_after"], after=split["before"]
    ).set_index(split["after"])
    other = recent["name_before"].map(french.fold) != recent["after"].map(today).map(french.fold)
    named = recent[stays & other].drop_duplicates("before", keep="last")
    named = named.assign(change=RENAMED, until="").set_index("before")
    table = pd.concat([ended, back, named])
    table = table[~table.index.duplicated()]
    insee = pd.Series(map(of_today, table["after"], table["day"]), index=table.index, dtype="str")
    return pd.DataFrame(
        {
            "name_former": table["name_before"], "change": table["change"], "insee": insee,
            "name": insee.map(today), "until": table["until"],
        }
    ).rename_axis("insee_former").sort_index()  # fmt: skip


def _gone(events: pd.DataFrame) -> pd.DataFrame:
    """Find the codes that are no commune's today, with what became of each in the end.

    Parameters
    ----------
    events
        Of whole communes.

    Returns
    -------
    DataFrame
        Index: the code; its last row of `events`, into another commune.
    """
    alive: dict[str, bool] = {}
    last: dict[str, int] = {}
    for _, day in events.groupby("day", sort=False):
        stays = set(day.loc[day["before"] == day["after"], "before"])
        ended = set(day["before"]) - stays
        made = set(day["after"]) - stays
        last |= {code: day.index[day["before"] == code][-1] for code in ended}
        # Made and ended on one day, a code was a step on the way, unless it was there before.
        alive |= {code: code in made and alive.get(code, False) for code in ended}
        alive |= dict.fromkeys(made - ended, True)
    rows = events.loc[[row for code, row in last.items() if not alive[code]]]
    return rows[rows["after"] != ""].set_index("before")


def _parts_of_today(events: pd.DataFrame) -> set[str]:
    """Find the codes of delegated and associated communes that are so still."""
    made = events[events["type_after"].isin(PARTS)].groupby("after")["day"].max()
    ended = events[events["type_before"].isin(PARTS)].groupby("before")["day"].max()
    return set(made.index[made >= ended.reindex(made.index).fillna("")])


if __name__ == "__main__":
    main(*sys.argv[1:])
