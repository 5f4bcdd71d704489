"""What is said of a study and of choices about posts, in French: each sentence once.

They load on first use: what is said of posts loads the solver.
"""

from typing import TYPE_CHECKING

from jura_coverage import lazily

if TYPE_CHECKING:
    from jura_coverage.words.caveats import (
        FREE,
        LIKELY,
        NOT_CONSIDERED,
        PROGRAMME,
        RENEWALS,
        asked,
        assumed,
        costs,
        reach,
        varied,
    )
    from jura_coverage.words.certainty import (
        certainty_text,
    )
    from jura_coverage.words.check import (
        inspected,
        verdict,
    )
    from jura_coverage.words.commune import (
        explain,
        explain_named,
        reasons,
    )
    from jura_coverage.words.comparison import (
        sentences,
    )
    from jura_coverage.words.figures import (
        across,
        key_figures,
        title,
    )
    from jura_coverage.words.phrases import (
        CLOSE,
        NEAR,
        between,
        certainty_of,
        named,
        near,
        renewal,
        spare,
        worst_of,
    )
    from jura_coverage.words.posts import (
        add_text,
        choices,
        keep_text,
        move_text,
        moves,
        rounds,
        week_text,
    )
    from jura_coverage.words.terms import (
        COVERED,
        FINDINGS,
        LACKING,
        ORIGIN_NAMES,
        RENEW,
        ROLE_NAMES,
        SITUATION_NAMES,
        TECHNOLOGY_NAMES,
        WHEN_COVERED,
        copper_ends,
        editions,
        far_minutes,
        flagged_when,
        poor_share,
        presence,
        residents,
        thresholds,
    )

__all__ = [
    "CLOSE",
    "COVERED",
    "FINDINGS",
    "FREE",
    "LACKING",
    "LIKELY",
    "NEAR",
    "NOT_CONSIDERED",
    "ORIGIN_NAMES",
    "PROGRAMME",
    "RENEW",
    "RENEWALS",
    "ROLE_NAMES",
    "SITUATION_NAMES",
    "TECHNOLOGY_NAMES",
    "WHEN_COVERED",
    "across",
    "add_text",
    "asked",
    "assumed",
    "between",
    "certainty_of",
    "certainty_text",
    "choices",
    "copper_ends",
    "costs",
    "editions",
    "explain",
    "explain_named",
    "far_minutes",
    "flagged_when",
    "inspected",
    "keep_text",
    "key_figures",
    "move_text",
    "moves",
    "named",
    "near",
    "poor_share",
    "presence",
    "reach",
    "reasons",
    "renewal",
    "residents",
    "rounds",
    "sentences",
    "spare",
    "thresholds",
    "title",
    "varied",
    "verdict",
    "week_text",
    "worst_of",
]
MODULES = {
    "caveats": (
        "FREE",
        "LIKELY",
        "NOT_CONSIDERED",
        "PROGRAMME",
        "RENEWALS",
        "asked",
        "assumed",
        "costs",
        "reach",
        "varied",
    ),
    "certainty": ("certainty_text",),
    "check": (
        "inspected",
        "verdict",
    ),
    "commune": (
        "explain",
        "explain_named",
        "reasons",
    ),
    "comparison": ("sentences",),
    "figures": (
        "across",
        "key_figures",
        "title",
    ),
    "phrases": (
        "CLOSE",
        "NEAR",
        "between",
        "certainty_of",
        "named",
        "near",
        "renewal",
        "spare",
        "worst_of",
    ),
    "posts": (
        "add_text",
        "choices",
        "keep_text",
        "move_text",
        "moves",
        "rounds",
        "week_text",
    ),
    "terms": (
        "COVERED",
        "FINDINGS",
        "LACKING",
        "ORIGIN_NAMES",
        "RENEW",
        "ROLE_NAMES",
        "SITUATION_NAMES",
        "TECHNOLOGY_NAMES",
        "WHEN_COVERED",
        "copper_ends",
        "editions",
        "far_minutes",
        "flagged_when",
        "poor_share",
        "presence",
        "residents",
        "thresholds",
    ),
}
__getattr__ = lazily(
    __name__, {name: module for module, names in MODULES.items() for name in names}
)
