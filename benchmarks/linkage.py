"""The linkage beside splink and recordlinkage, on the same rows: pair F1 before any review, initiatives, seconds.

Use: .venv/bin/pip install -e .[benchmark] and then .venv/bin/python benchmarks/linkage.py [SEED ...]
Two generators that do not share a habit: `messy_lists`, and `village_lists` with the mix that the linkage was adjusted
to ("tuned") and the one that tells how it does on what it was not ("unseen").
The others get the same normalised names, places, postcodes, domains and contacts, and are not told the truth either:
splink estimates its weights itself, recordlinkage by its unsupervised ECM classifier. What is not installed is said.
"""

import importlib.util
import logging
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "support"))
import messy_lists
import village_lists

from monitor_lib.intake.matching.inventory import linked_inventory

_SPLINK = 0.99
WORLDS: dict[str, Callable] = {
    "messy": messy_lists.lists,
    "tuned": lambda seed: village_lists.lists(seed, "tuned"),
    "unseen": lambda seed: village_lists.lists(seed, "unseen"),
}


def ours(cleaned, entries) -> set[tuple[int, int]]:
    """The pairs of rows that the product brings together."""
    found = linked_inventory(cleaned, messy_lists.BOOK)
    return pairs_of({entry.key: owner for entry, owner in zip(found.entries, found.owners, strict=True)}, entries)


def pairs_of(owners: dict, entries) -> set[tuple[int, int]]:
    return messy_lists.pairs([owners[entry.key] for entry in entries])


def frame(entries) -> pd.DataFrame:
    """The rows as every tool gets them: one per usable row, text columns, missing where unknown."""
    rows = [
        {
            "unique_id": n,
            "name": " ".join(entry.name.words),
            "place": entry.place or None,
            "postcode": entry.location.postcode,
            "municipality": entry.location.municipality,
            "domain": entry.domain,
            "email": min(entry.emails, default=None),
            "phone": min(entry.phones, default=None),
        }
        for n, entry in enumerate(entries)
    ]
    return pd.DataFrame(rows)


def by_splink(cleaned, entries) -> set[tuple[int, int]]:
    """splink's own estimate of the weights; joined from the probability that served it best when tried on the truth."""
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    blocks = [block_on(column) for column in ("place", "municipality", "domain", "email", "phone", "name")]
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.JaroWinklerAtThresholds("name", [0.97, 0.9, 0.8]),
            cl.ExactMatch("place"),
            cl.ExactMatch("postcode"),
            cl.ExactMatch("domain"),
            cl.ExactMatch("email"),
            cl.ExactMatch("phone"),
        ],
        blocking_rules_to_generate_predictions=blocks,
    )
    database = DuckDBAPI()
    linker = Linker(database.register(frame(entries)), settings)
    training = linker.training
    training.estimate_probability_two_random_records_match([block_on("name", "place")], recall=0.9)
    training.estimate_u_using_random_sampling(max_pairs=1e6)
    for block in (block_on("name"), block_on("place"), block_on("email")):
        training.estimate_parameters_using_expectation_maximisation(block)
    predicted = linker.inference.predict(threshold_match_probability=_SPLINK)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, _SPLINK).as_pandas_dataframe()
    owner = dict(zip(clusters["unique_id"], clusters["cluster_id"], strict=True))
    return messy_lists.pairs([owner[n] for n in range(len(entries))])


def by_recordlinkage(cleaned, entries) -> set[tuple[int, int]]:
    """recordlinkage's unsupervised classifier; its pairs are joined."""
    import recordlinkage

    table = frame(entries).set_index("unique_id")
    index = recordlinkage.Index()
    for column in ("place", "municipality", "domain", "email", "phone", "name"):
        index.block(column)
    compare = recordlinkage.Compare()
    # its Jaro-Winkler asks jellyfish for a function that current versions no longer have
    compare.string("name", "name", method="levenshtein", threshold=0.85)
    for column in ("place", "postcode", "domain", "email", "phone"):
        compare.exact(column, column)
    features = compare.compute(index.index(table), table)
    matches = recordlinkage.ECMClassifier(binarize=0.5).fit_predict(features)
    return joined([tuple(sorted(pair)) for pair in matches], len(entries))


def joined(links: list[tuple[int, int]], count: int) -> set[tuple[int, int]]:
    """All pairs within what hangs together by these links."""
    group = {n: {n} for n in range(count)}
    for one, other in links:
        if group[one] is not group[other]:
            group[one] |= group[other]
            group |= dict.fromkeys(group[other], group[one])
    return messy_lists.pairs([min(group[n]) for n in range(count)])


TOOLS: dict[str, Callable] = {"monitor": ours, "splink": by_splink, "recordlinkage": by_recordlinkage}


def line(tool: str, world: str, seed: int) -> str:
    cleaned, truth = WORLDS[world](seed)
    entries = linked_inventory(cleaned, messy_lists.BOOK).entries
    place = {row.place: number for row, number in zip(cleaned.rows, truth, strict=True)}
    owners = [place[entry.key] for entry in entries]
    true = messy_lists.pairs(owners)
    start = time.perf_counter()
    found = TOOLS[tool](cleaned, entries)
    seconds = time.perf_counter() - start
    precision, recall = len(found & true) / max(len(found), 1), len(found & true) / len(true)
    f1 = 2 * len(found & true) / (len(found) + len(true))
    more = initiatives(found, len(entries)) / len(set(owners)) - 1
    score = f"F1 {f1:.3f} (precision {precision:.3f}, recall {recall:.3f}), initiatives {more:+.1%}"
    return f"{tool:14} {world:7} seed {seed}: {score}, {seconds:.1f} s"


def initiatives(found: set[tuple[int, int]], count: int) -> int:
    """How many there are when these pairs, all that lie in one, are brought together."""
    return count - len({other for _, other in found})


def main() -> None:
    logging.disable(logging.WARNING)
    warnings.simplefilter("ignore")
    for tool in TOOLS:
        if tool != "monitor" and not importlib.util.find_spec(tool):
            print(f"{tool:14} is not installed: pip install -e .[benchmark]")
            continue
        for world in WORLDS:
            for seed in map(int, sys.argv[1:] or ("1", "2", "3")):
                print(line(tool, world, seed), flush=True)


if __name__ == "__main__":
    main()
