"""No page breaks a rule of WCAG 2.2 AA that a program can check: light and dark, desk and phone."""

import shutil
import sys
import time
from functools import cache
from importlib.resources import files

import pytest

from layouts.ids import Shell
from tests.hand_made_studies import add_study

UNFOLDED = (
    "/",
    "/customers",
    "/customers/00001",
    "/clusters",
    "/prediction?r=34&f=55&m=66",
    "/models",
    "/playbook",
    "/data",
)
# Their other sections are those of the first page.
AS_THEY_ARE = ("/?view=clusters&open=why", "/?group=Champions")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SHOWN = """
  const done = arguments[1];
  axe.run({ runOnly: arguments[0] }).then(function (found) {
    done(found.violations.map(function (each) {
      return [each.id, each.nodes.map(function (node) { return node.html; }).slice(0, 3)];
    }));
  });"""

CHOOSE = "document.querySelectorAll(arguments[0])[arguments[1]].click()"


@cache
def axe():
    """Return the program of axe-core, which that package brings along."""
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def violations(visit):
    # What stays at the top would cover a target elsewhere.
    visit.run("window.scrollTo(0, 0)")
    visit.run(axe())
    return visit.browser.driver.execute_async_script(SHOWN, RULES)


def at_rest(visit, tries=8):
    """Return the violations of a page at rest: parts that arrive may cover others."""
    for _ in range(tries):
        found = violations(visit)
        if not found:
            break
        time.sleep(1)
    return found


@pytest.fixture(scope="module")
def compared_site(serve, var_folder, tmp_path_factory):
    """Yield the address of a site of its own, where algorithms were compared: none begins to be."""
    var = tmp_path_factory.mktemp("compared")
    shutil.copytree(var_folder / "snapshots", var / "snapshots", symlinks=True)
    add_study(var / "snapshots" / "cdnow")
    with serve([sys.executable, "app.py"], var) as (address, _):
        yield address


@pytest.mark.parametrize("page", [*UNFOLDED, *AS_THEY_ARE])
def test_no_rule_is_broken_in_light_and_dark_at_a_desk_and_on_a_phone(visit, compared_site, page):
    visit.site = compared_site
    visit.browser.driver.set_script_timeout(120)
    visit.resize(1280)
    visit.open(page)
    if page in UNFOLDED:
        visit.unfold()
    for width in (1280, 390):
        visit.resize(width)
        visit.settle()
        for theme, place in (("light", 0), ("dark", 1)):
            visit.run(CHOOSE, f"#{Shell.THEME_CHOICE} input", place)
            visit.settle()
            assert at_rest(visit) == [], (theme, width)
