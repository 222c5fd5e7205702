"""Colours that everyone can read, the same on page and chart."""

import re
from pathlib import Path

import pytest

from layouts import theme
from layouts.charts.drawing.look import ink_on
from rfm import schema

STYLES = Path(theme.__file__).parent.parent / "assets" / "10-theme.css"
GRID = (
    *("Champions", "Loyal", "Potential Loyalist", "New", "Promising", "Need Attention"),
    *("About To Sleep", "At Risk", "Cannot Lose Them", "Hibernating", "Lost"),
)
REPORT = (
    *("Top Tier", "Frequent Supporters", "High Spenders", "Inactive But Potentially Returning"),
    *("Inactive and Unlikely to Return", "Other"),
)
THEMES = pytest.mark.parametrize("name", [theme.LIGHT, theme.DARK])


def contrast(one: str, other: str) -> float:
    """WCAG 2.2's contrast ratio of two hex colours."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (
            p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@THEMES
@pytest.mark.parametrize("ink", ["text", "muted", "accent", "good", "watch", "bad"])
def test_text_is_readable_on_page_and_surface(name, ink):
    colours = theme.tokens(name)
    assert contrast(colours[ink], colours["surface"]) >= 4.5
    assert contrast(colours[ink], colours["page"]) >= 4.5


@THEMES
def test_borders_of_controls_are_seen(name):
    assert contrast(theme.tokens(name)["field"], theme.tokens(name)["surface"]) >= 3


@THEMES
@pytest.mark.parametrize("names", [GRID, REPORT, tuple(f"C{i}" for i in range(12))])
def test_every_group_is_seen_on_either_surface_and_its_label_is_readable(name, names):
    for colour in theme.group_colours(schema.GRID, names).values():
        assert contrast(colour, theme.tokens(name)["surface"]) >= 3, colour
        assert contrast(colour, ink_on(colour)) >= 4.2, colour


@pytest.mark.parametrize("names", [GRID, REPORT, tuple(f"C{i}" for i in range(12))])
def test_no_two_groups_of_a_grouping_share_a_colour(names):
    assert len(set(theme.group_colours(schema.GRID, names).values())) == len(names)


def test_a_segment_keeps_its_colour_whatever_else_is_shown():
    alone = theme.group_colours(schema.GRID, ["Lost"])
    assert alone["Lost"] == theme.group_colours(schema.GRID, GRID)["Lost"]


def test_other_and_noise_are_grey_among_clusters_too():
    colours = theme.group_colours(schema.CLUSTERS, ["Champions", "Other", "Noise"])
    assert colours["Other"] == colours["Noise"] == theme.GREY
    assert colours["Champions"] != theme.GREY


@THEMES
def test_the_style_sheet_has_the_same_tokens(name):
    block = re.search(rf'\[data-bs-theme="{name}"\] \{{(.*?)\}}', STYLES.read_text(), re.DOTALL)
    assert block
    written = dict(re.findall(r"--csd-([a-z-]+): (#[0-9A-F]{6});", block[1]))
    assert dict(theme.tokens(name)).items() <= written.items()


def test_an_empty_figure_has_a_sentence_and_no_axes():
    figure = theme.empty_figure("Nothing here yet.", theme.DARK)
    assert [note.text for note in figure.layout.annotations] == ["Nothing here yet."]
    assert figure.layout.xaxis.visible is False
    assert figure.layout.yaxis.visible is False


def test_no_template_uses_a_variable_that_plotly_cannot_read():
    assert "var(" not in str(theme.figure_template(theme.LIGHT).to_plotly_json())
