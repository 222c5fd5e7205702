"""The tables of the page Models: candidates, measures of the back-test, the second opinion."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from callbacks.models.views import fit_of, signed_percent
from layouts.charts.drawing.look import Look
from layouts.models import words as model_words
from layouts.models.cards import figure
from layouts.parts.facts_tables import IN_USE, Cell, Row, compared, comparison
from rfm import words
from rfm.lifetime.backtesting import BackTest, card
from rfm.lifetime.candidates import PurchaseFit
from rfm.lifetime.lifetime import Lifetime
from rfm.lifetime.second_opinion import Agreement

Record = Mapping[Any, Any]
_LEAST: Final = 0.0001
_CHANCE: Final = 2.0


def candidates_card(lifetime: Lifetime, tested: BackTest | None) -> Any:
    """Return the purchase models beside each other: fit, and what they were worth out of time."""
    heads = ["Purchase model", "Fit", "Log-likelihood"]
    if tested is not None:
        heads += [
            "Behind the best, unseen",
            "All orders",
            "Error a customer",
            "Churn: told apart",
            "Churn: off by",
        ]
    rows = [_candidate(each, lifetime, tested) for each in lifetime.candidates]
    note = "Log-likelihood: higher is better, all have as many parameters."
    if tested is not None:
        note += (
            " The rest is from the days held out: how much less likely what came was than under "
            "the best model (log-likelihood a customer, with its standard error); all orders "
            "predicted against those that came; mean error of a customer, in orders; how often "
            "churn is told apart (AUC), and how far its probability is off on average (ECE)."
        )
    return comparison("The models that competed", heads, rows, note)


def _candidate(each: PurchaseFit, lifetime: Lifetime, tested: BackTest | None) -> Row:
    fit, mark = fit_of(each)
    cells = [Cell(fit, mark=mark), Cell(words.number(each.log_likelihood, 1))]
    if tested is not None:
        rows = tested.candidates
        found = rows[rows[card.KIND] == each.kind].to_dict("records")
        cells += _out_of_time(found[0]) if found else [Cell(words.MISSING)] * 5
    return Row(
        name=each.title,
        meaning=model_words.HABITS[each.kind],
        badge=IN_USE if each.kind == lifetime.kind else "",
        cells=tuple(cells),
    )


def _out_of_time(row: Record) -> list[Cell]:
    gap, error = float(row[card.BEHIND]), float(row[card.BEHIND_ERROR])
    return [
        _behind(gap, error),
        Cell(signed_percent(float(row[card.TOTAL_ERROR]))),
        Cell(words.number(float(row[card.MAE]), 2)),
        Cell(words.percent(float(row[card.AUC]))),
        Cell(words.percent(float(row[card.ECE]))),
    ]


def _behind(gap: float, error: float) -> Cell:
    if gap <= 0:
        return Cell("best", mark="good")
    behind = f"{gap:.4f}" if gap >= _LEAST else f"<{_LEAST}"
    return Cell(behind, "within chance" if gap <= _CHANCE * error else f"± {error:.4f}")


def churn_card(tested: BackTest) -> Any:
    """Return the churn probabilities beside each other, the one in use marked."""
    heads = ("Churn probability", "Squared error (Brier)", "Telling apart (AUC)", "Off (ECE)")
    rows = [_churn(row, tested) for row in tested.churn.to_dict("records")]
    scored = tested.churn_scored_on
    where = f"each of {words.counted(len(scored), 'day')}" if scored else "the cut"
    note = (
        f"Churn: no order within {words.days(tested.churn_days)} of {where}. {tested.churn_reason}"
    )
    return comparison("Whose churn probability", heads, rows, note)


def _churn(row: Record, tested: BackTest) -> Row:
    name, meaning = model_words.CHURN_MODELS.get(row[card.KIND], (str(row[card.KIND]), ""))
    return Row(
        name=name,
        meaning=meaning,
        badge="chosen" if row[card.KIND] == tested.churn_model else "",
        cells=(
            Cell(words.number(float(row[card.BRIER]), 4)),
            Cell(words.percent(float(row[card.AUC]))),
            Cell(words.percent(float(row[card.ECE]))),
        ),
    )


def metrics_table(tested: BackTest, look: Look) -> list[Any]:
    """Return every measure of the model with its interval, beside the rule of thumb."""
    heads = ("What is measured", "The model", "Likely", "A rule of thumb", "Better")
    rows = [_metric(row, look) for row in tested.metrics.to_dict("records")]
    note = (
        "Likely: the 90 % interval, by drawing customers again. Better is only said where chance "
        "does not explain the difference."
    )
    return compared("All measures", heads, rows, note)


def _metric(row: Record, look: Look) -> Row:
    metric, measure = str(row[card.METRIC]), str(row[card.MEASURE])
    title, meaning = model_words.METRICS.get(metric, (metric, ""))
    model, low, high, naive = (
        _value(metric, measure, row[column], look)
        for column in (card.MODEL, card.LOW, card.HIGH, card.NAIVE)
    )
    rule = model_words.RULES.get(str(row[card.RULE]), str(row[card.RULE]))
    better, mark = _better(str(row[card.BETTER]), rule) if rule else (words.MISSING, "")
    return Row(
        name=f"{model_words.MEASURES.get(measure, measure)}: {title[:1].lower()}{title[1:]}",
        meaning=meaning,
        cells=(
            Cell(model),
            Cell(f"{low} to {high}" if words.MISSING not in (low, high) else words.MISSING),
            Cell(naive, rule if naive != words.MISSING else ""),
            Cell(better, mark=mark),
        ),
    )


def _better(better: str, rule: str) -> tuple[str, str]:
    if better == card.MODEL:
        return "the model", "good"
    if better == card.NAIVE:
        return rule, "watch"
    return "no difference", ""


def _value(metric: str, measure: str, value: Any, look: Look) -> str:
    number = float("nan") if value is None else float(value)
    if metric == card.TOTAL_ERROR:
        return signed_percent(number)
    if metric in model_words.SHARES:
        return words.percent(number)
    if metric in (card.MAE, card.RMSE) and measure == card.REVENUE:
        return words.money(number, look.currency)
    return words.number(number, 3)


def agreement_card(agreements: Sequence[Agreement]) -> Any:
    """Return what the independent package finds on the same data."""
    heads = ("Model", "Ours", "lifetimes", "Apart by", "")
    note = (
        f"Expected orders are of the next {words.days(agreements[0].days)}, of all compared "
        "customers together. Small differences come from where each search for the parameters ends."
    )
    return comparison(
        "Ours beside lifetimes'", heads, [_agreement(each) for each in agreements], note
    )


def _agreement(each: Agreement) -> Row:
    return Row(
        name=each.name,
        cells=(
            _fitted(each.ours),
            _fitted(each.theirs),
            Cell(words.percent(each.difference), mark="good" if each.agree else "watch"),
            Cell(each.sentence, mark="words"),
        ),
    )


def _fitted(values: Mapping[str, float]) -> Cell:
    """Return what a fit expects, and its parameters in small print."""
    if not values:
        return Cell(words.MISSING)
    *parameters, (name, expected) = values.items()
    small = ", ".join(f"{symbol} {figure(value)}" for symbol, value in parameters)
    return Cell(f"{words.number(expected, 1)} {name}", small)
