"""The page Models as trees and words."""

from layouts.ids import Models
from layouts.models import page as models
from layouts.models.cards import ModelCard, Parameter, model_card
from layouts.parts.facts_tables import Cell, Row, comparison


def test_the_page_is_empty_until_there_is_something_to_tell():
    page = str(models.layout())
    assert f"id='{Models.CONTENT}'" in page
    assert "hidden=True" in page


def test_a_model_is_shown_with_its_parameters_and_their_errors():
    card = ModelCard(
        kind="When customers buy",
        title="BG/NBD",
        sentences=("It is used.",),
        verdict="The fit converged.",
        note="Customers leave.",
        is_good=True,
        parameters=(Parameter("r", "0.243", "0.012", "how alike the paces are"),),
    )
    told = str(model_card(card))
    for word in ("BG/NBD", "0.243", "0.012", "how alike the paces are", "The fit converged."):
        assert word in told


def test_the_row_in_use_says_so_in_words():
    rows = [Row(name="BG/NBD", badge="in use", cells=(Cell("1", "small", "good"),))]
    told = str(comparison("Which", ("Model", "Value"), rows, "A note."))
    assert "in use" in told
    assert "A note." in told
