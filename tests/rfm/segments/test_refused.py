"""Every way in which a scheme's document can be wrong is refused with a sentence."""

import pytest

from rfm.errors import SchemeError
from rfm.segments import load_scheme
from tests.rfm.segments.conftest import CODES, CONDITIONS

REFUSED = {
    "hole": (CODES.replace("otherwise: Strangers", ""), "4 of 8 codes have no segment: 111"),
    "unreachable": (
        CODES + "value_order: [Friends, Guests, Late, Strangers]\n",
        "look at: Late",
    ),
    "unreachable codes": (
        CODES.replace("otherwise", "  - {name: Late, codes: 222}\notherwise"),
        "line 12: nobody can be in 'Late', since all its codes are taken by earlier",
    ),
    "unreachable otherwise": (
        CODES.replace("codes: 22x", "codes: xxx")
        .replace("  - name: Guests", "")
        .replace('    codes: [2x2, "21[1-2]"]', ""),
        "nobody can be in 'Strangers'",
    ),
    "overlap": (
        CODES.replace("title:", "partition: yes\ntitle:"),
        "code 222 of 'Guests' is already a code of 'Friends'",
    ),
    "unknown key": (CODES.replace("axes:", "axis: 3\naxes:"), "unknown key 'axis'"),
    "unknown key of a segment": (CODES.replace("codes: 22x", "code: 22x"), "unknown key 'code'"),
    "unknown axis": (CODES.replace("recency:", "age:"), "unknown key 'age'"),
    "key given twice": (CODES + "title: Again\n", "'title' is given twice"),
    "name given twice": (CODES.replace("Guests", "friends"), "'friends' is given twice"),
    "name given to nobody": (CODES.replace("Guests", "''"), "1 to 60 characters"),
    "name too long": (CODES.replace("Guests", "x" * 61), "1 to 60 characters"),
    "name with markup": (CODES.replace("Guests", "<b>G</b>"), "cannot be shown"),
    "code off the scale": (CODES.replace("22x", "32x"), "'32x' of segment 'Friends' is no code"),
    "code too short": (CODES.replace("22x", "22"), "'22' of segment 'Friends' is no code"),
    "codes and conditions": (
        CODES.replace("codes: 22x", "when: {frequency: 1}"),
        "either 'codes' or 'when' for all segments",
    ),
    "neither": (CODES.replace("    codes: 22x\n", ""), "'Friends' needs either"),
    "two ways to score": (
        CODES.replace("{cuts: [30]}", "{cuts: [30], parts: 2}"),
        "exactly one of 'parts'",
    ),
    "an unknown way to score": (
        CODES.replace("{cuts: [30]}", "{limits: [30]}"),
        "exactly one of 'parts'",
    ),
    "gaps of orders": (
        CODES.replace("frequency: {cuts: [1]}", "frequency: {gaps: [1]}"),
        "axis 'frequency' cannot be counted in 'gaps'",
    ),
    "no gap at all": (CODES.replace("{cuts: [30]}", "{gaps: [0]}"), "numbers above 0 as 'gaps'"),
    "a share above all": (
        CODES.replace("{parts: 2}", "{kept: [1.5]}"),
        "numbers between 0 and 1 as 'kept'",
    ),
    "an unknown claim": (
        CODES.replace("codes: 22x", "codes: 22x\n    claims: rich gone"),
        "line 8: segment 'Friends' claims 'rich gone': give one or more of 'gone', 'new'",
    ),
    "descending cut points": (CODES.replace("[30]", "[30, 20]"), "ascending, different numbers"),
    "equal cut points": (CODES.replace("[30]", "[30, 30]"), "ascending, different numbers"),
    "axes without names": (
        CODES.replace("otherwise", "oth").split("axes:")[0] + "axes: 5\n",
        "'axes' must have the keys recency",
    ),
    "no codes": (CODES.replace("codes: 22x", "codes: ''"), "'Friends' has no codes"),
    "codes of no text": (CODES.replace("codes: 22x", "codes: {a: b}"), "'codes' must be a list"),
    "conditions of no column": (
        CODES.replace("codes: 22x", "when: often"),
        "must have columns as its keys",
    ),
    "a key of no word": ("? [a]\n: b\n", "a key must be a word"),
    "otherwise after everyone": (
        CONDITIONS.replace("otherwise", "  - {name: All, when: {frequency: '>= 1'}}\notherwise"),
        "nobody can be in 'Everyone else'",
    ),
    "last seen before the first time": (
        CONDITIONS.replace(
            "frequency: 1, tenure_days: at", "recency_days: over 90, tenure_days: at"
        ),
        "nobody can be in 'First order'",
    ),
    "too many limits": (
        "segments:\n"
        + "".join(
            f"  - {{name: n{i}, when: {{monetary: over {i}, frequency: over {i}, "
            f"recency_days: over {i}, tenure_days: over {i}}}}}\n"
            for i in range(50)
        ),
        "too many different limits",
    ),
    "no number": (CODES.replace("[30]", "[soon]"), "ascending, different numbers"),
    "nan": (CODES.replace("[30]", "[nan]"), "ascending, different numbers"),
    "quantile of 1": (CODES.replace("cuts: [30]", "quantiles: [1.0]"), "between 0 and 1"),
    "one part": (CODES.replace("parts: 2", "parts: 1"), "a number from 2 to 9"),
    "unknown choice": (CODES + "best_score: middle\n", "give 'highest' or 'lowest'"),
    "no segments": ("title: Empty\n", "'segments' must be a list"),
    "a list": ("- 1\n- 2\n", "outermost level must have keys"),
    "nothing": ("", "outermost level must have keys"),
    "unknown column": (
        CONDITIONS.replace("tenure_days", "postcode"),
        "unknown column 'postcode'",
    ),
    "no condition": (CONDITIONS.replace('"<= 90"', "soon"), "'soon' is not a condition"),
    "number beyond counting": (
        CONDITIONS.replace('"<= 90"', "at most " + "9" * 400),
        "is not a condition",
    ),
    "impossible condition": (
        CONDITIONS.replace('"<= 90"', "'over 9, under 9'"),
        "fulfilled by no value",
    ),
    "hole between conditions": (
        CONDITIONS.replace("otherwise: Everyone else", ""),
        "some customers have no segment, for example one with",
    ),
    "no tag may make an object": (
        "!!python/object/apply:os.system ['true']\n",
        "line 1: tags .* are not allowed",
    ),
    "no tag on a name": (CODES.replace("Guests", "!!binary R3Vlc3Rz"), "tags .* not allowed"),
    "no references": ("a: &a [x]\nb: [*a, *a]\n", "references .* are not allowed"),
    "depth": ("[" * 5000, "nested too deeply"),
    "broken": ("a: [1\nb: 2", "line 2, column 2: this is not YAML"),
    "operator without quotes": (
        CONDITIONS.replace('"<= 90"', "\n    >= 90"),
        "is not YAML",
    ),
    "control character": ("a: \x00", "is not YAML"),
}


@pytest.mark.parametrize(("text", "sentence"), REFUSED.values(), ids=REFUSED.keys())
def test_a_scheme_that_cannot_be_meant_is_refused_with_a_sentence(load, text, sentence):
    with pytest.raises(SchemeError, match=sentence) as refusal:
        load(text)
    assert str(refusal.value).startswith("own.yaml")


def test_all_faults_of_a_document_are_told_at_once(load):
    text = CODES.replace("22x", "92x").replace("axes:", "axis: 3\naxes:")
    with pytest.raises(SchemeError) as refusal:
        load(text)
    assert len(str(refusal.value).splitlines()) == 2


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('{"a": 1', "line 1, column 8: this is not JSON"),
        ('{"title": "x", "title": "y"}', "'title' is given twice"),
        ('{"title": null, "segments": [true]}', "'title' must be a text"),
        ("[" * 100_000, "nested too deeply|not JSON"),
    ],
)
def test_a_broken_json_scheme_is_refused_with_a_sentence(load, text, sentence):
    with pytest.raises(SchemeError, match=sentence):
        load(text, "own.json")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("gird", "There is no scheme 'gird': give one of 'report', 'grid', 'three-tier'"),
        ("absent.yaml", "cannot be read: No such file"),
        ("scheme.py", "ends in .yaml"),
        ("", "There is no scheme ''"),
        ("a\0b.yaml", "cannot be read: it has no usable name"),
        ("x" * 300 + ".yaml", "cannot be read: File name too long"),
    ],
)
def test_an_absent_scheme_is_explained(name, sentence):
    with pytest.raises(SchemeError, match=sentence):
        load_scheme(name)


@pytest.mark.parametrize("name", ["grid.yaml", "Three Tier.yaml", "clusters.yml", "---.yaml"])
def test_a_file_that_would_take_another_schemes_name_is_refused(load, name):
    with pytest.raises(SchemeError, match="give the file another name"):
        load(CODES, name)


def test_text_in_another_encoding_and_giant_files_are_refused(tmp_path):
    (tmp_path / "latin.yaml").write_bytes("title: Müller\n".encode("latin-1"))
    with pytest.raises(SchemeError, match="UTF-8"):
        load_scheme(str(tmp_path / "latin.yaml"))
    (tmp_path / "giant.yaml").write_bytes(b"# " * 200_000)
    with pytest.raises(SchemeError, match="too long"):
        load_scheme(str(tmp_path / "giant.yaml"))
