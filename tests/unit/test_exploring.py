import numpy as np
import pandas as pd
import pytest

from monitor_lib.figures import exploring


@pytest.fixture
def tables():
    """40 answers in Noord-Brabant, 8 in Flevoland; legal form, and goals checked or not."""
    responses = pd.DataFrame(
        {
            "initiative_id": [f"ZG-{n}" for n in range(48)],
            "province": ["PV30"] * 40 + ["PV24"] * 8,
            "part": ["LD04"] * 40 + ["LD02"] * 8,
            "q07": ["stichting"] * 30 + ["geen"] * 10 + ["stichting"] * 8,
            "q35": ["ja"] * 15 + ["nee"] * 15 + ["ja"] * 9 + ["nee"] * 1 + ["ja"] * 8,
            "q23": ["k1"] * 38 + ["k5"] * 2 + ["k1"] * 8,
        }
    )
    listed = responses[["initiative_id", "province", "part"]].assign(form="anders", start_year=2015.0)
    others = [listed.assign(initiative_id=listed["initiative_id"] + f"-{n}") for n in range(9)]
    return pd.concat([listed, *others], ignore_index=True), responses


def test_who_took_part_is_as_alike_to_the_list_as_its_rates(tables, book):
    """Of 400 in Noord-Brabant a tenth answered and of 80 in Flevoland too; of the kind that is a club all 20 did."""
    inventory, responses = tables
    alike = exploring.representativity(tables, book)
    assert alike.loc["R-indicator", "zonder correctie"] == pytest.approx(1, abs=1e-6)
    clubs = np.arange(len(inventory)) < 20  # the first twenty answered
    other = exploring.representativity((inventory.assign(form=np.where(clubs, "club", "anders")), responses), book)
    # 20 with chance 1 and 460 with 28/460: S^2 = 20 x 460 / 480 / 479 x (1 - 28/460)^2
    spread = np.sqrt(20 * 460 / 480 / 479) * (1 - 28 / 460)
    assert other.loc["R-indicator", "zonder correctie"] == pytest.approx(1 - 2 * spread, abs=0.002)
    assert other.loc["Hoe ze zich noemen", "waarde"] > 5 * other.loc["Provincie", "waarde"]
