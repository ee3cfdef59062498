"""What a run tells of the example."""

from monitor_lib import terminal
from monitor_lib.intake import attention


def test_every_kind_of_ingredient_has_a_name(example_run, book):
    from monitor_lib.publishing.run import receipt

    kinds = receipt.ingredients(book.wave("voorbeeld"), example_run.places, book)
    assert kinds.keys() == terminal._KINDS.keys()


def test_the_example_tells_how_many_pairs_wait(example_run):
    reviewed = example_run.places.decisions.pairs.read_text("utf-8-sig").count("\n") - 1
    assert attention.to_decide(example_run.places.decisions)["pairs.csv"] == reviewed > 0
