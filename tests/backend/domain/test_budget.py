"""A budget as people write it, and what it comes to."""

import pytest

from backend.domain.budget import Budget, BudgetLine, budget_of


def test_each_line_is_a_kind_of_cost_with_its_sum() -> None:
    read = budget_of("Ohjaajan palkkio: 1 500 €\nTarjoilu 500 e\ntilavuokra 300\n\nYhteensä 2 300 €")

    assert read == Budget(
        lines=(BudgetLine(what="Ohjaajan palkkio", euros=1500), BudgetLine(what="Tarjoilu", euros=500), BudgetLine(what="tilavuokra", euros=300))
    )
    assert read is not None
    assert read.total == 2300


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("palkkiot 1000 e, tarjoilu 500 e ja tila 1 200,50 €", 2700.5),
        ("tila kesällä 2027 300 e", 300),
        ("tarjoilu 500€; yhteensä 500€", 500),
        ("instructor €2,000, food €800 and room €500", 3300),
    ],
)
def test_a_budget_in_one_line_is_read_too(text: str, total: float) -> None:
    read = budget_of(text)

    assert read is not None
    assert read.total == total


@pytest.mark.parametrize(
    "text", ["", "noin tonni ohjaajalle ja loput ruokaan", "ohjaaja 2x500 e", "retki 12,50 € / hlö", "ohjaaja 500 tai 600 e", "ei vielä tietoa"]
)
def test_what_cannot_be_added_up_is_left_alone(text: str) -> None:
    assert budget_of(text) is None
