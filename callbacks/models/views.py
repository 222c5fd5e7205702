"""The words and cards of the page Models, read from a lifetime and its back-test."""

from typing import Any

from layouts.charts.drawing.look import Look
from layouts.models import words as model_words
from layouts.models.cards import ModelCard, Parameter, model_card
from layouts.parts.components import key_figure, message
from layouts.parts.glossary import NO_SEASONS
from layouts.parts.verdicts import indicative
from rfm import words
from rfm.lifetime.backtesting import BackTest, card
from rfm.lifetime.candidates import PurchaseFit
from rfm.lifetime.lifetime import Estimate, Lifetime


def sentence(lifetime: Lifetime, look: Look) -> list[Any]:
    """Return what is expected of everybody, in a sentence made of numbers."""
    people = words.counted(lifetime.customers, "known customer")
    orders = words.counted(round(lifetime.orders.mean), "order")
    revenue = words.short_money(lifetime.revenue.mean, look.currency)
    expected = (
        f"{people} are expected to place {orders} worth {revenue} in the next "
        f"{words.days(lifetime.horizon_days)} ({_likely(lifetime.revenue, look)}), as "
        f"{lifetime.candidate.title} sees it. {NO_SEASONS}"
    )
    return [expected, " ", indicative()] if lifetime.is_indicative else [expected]


def _likely(estimate: Estimate, look: Look) -> str:
    low, high = (words.short_money(end, look.currency) for end in (estimate.low, estimate.high))
    return f"likely {low} to {high}"


def key_figures(lifetime: Lifetime, tested: BackTest | None, look: Look) -> list[Any]:
    """Return six figures: the model, what is expected, and how well it did."""
    mark = " · indicative" if lifetime.is_indicative else ""
    chosen = words.percent(lifetime.repeat_buyers / max(lifetime.customers, 1))
    return [
        key_figure(
            "Model in use",
            lifetime.candidate.title,
            f"fitted to {words.number(lifetime.weeks, 0)} weeks{mark}",
            model_words.STORIES[lifetime.kind],
        ),
        key_figure(
            f"Revenue in {words.days(lifetime.horizon_days)}",
            words.short_money(lifetime.revenue.mean, look.currency),
            _likely(lifetime.revenue, look),
            "Expected from the customers known today; the interval holds it with 90 %. "
            f"{NO_SEASONS}",
        ),
        key_figure(
            "Value of all customers",
            words.short_money(lifetime.value.mean, look.currency),
            _likely(lifetime.value, look),
            f"Orders of {words.period(lifetime.as_of, lifetime.value_days)}, discounted by "
            f"{words.percent(lifetime.discount_rate)} a year (CLV).",
        ),
        key_figure(
            "Came back",
            words.count(lifetime.repeat_buyers),
            f"{chosen} of all customers",
            "Customers who bought on a second day: the models learn their pace from these.",
        ),
        *_tested_figures(tested),
    ]


def _tested_figures(tested: BackTest | None) -> list[Any]:
    if tested is None:
        untested = "the log is too short to test"
        return [
            key_figure("Predicted orders", words.MISSING, untested),
            key_figure("Churn probability", words.MISSING, untested),
        ]
    total = tested.metric(card.ORDERS, card.TOTAL_ERROR)
    error = tested.metric(card.CHURN, card.ECE)
    telling = tested.metric(card.CHURN, card.AUC)
    revenue = signed_percent(tested.metric(card.REVENUE, card.TOTAL_ERROR))
    days = words.days(tested.held_out_days)
    return [
        key_figure(
            "Predicted orders",
            signed_percent(total),
            f"against what came; revenue {revenue}",
            f"All orders predicted for the {days} held out, beside those that came: less (-) or "
            "more (+).",
        ),
        key_figure(
            "Churn told apart",
            words.percent(telling),
            f"off by {100 * error:.1f} points on average",
            model_words.METRICS[card.AUC][1],
        ),
    ]


def signed_percent(share: float) -> str:
    """Return a relative error with its sign: "+4.2 %"."""
    if share != share:  # noqa: PLR0124 - not a number
        return words.MISSING
    # Adding 0 turns a rounded -0.0 into 0.0.
    return f"{round(100 * share, 1) + 0.0:+.1f} %"


def warnings_of(lifetime: Lifetime) -> list[Any]:
    """Return what weakens the numbers, a message each."""
    return [message(warning, "watch") for warning in lifetime.warnings]


def cards_in_use(lifetime: Lifetime, look: Look) -> list[Any]:
    """Return the card of the purchase model in use, and that of the spend model."""
    return [model_card(_purchase_card(lifetime)), model_card(_spend_card(lifetime, look))]


def _purchase_card(lifetime: Lifetime) -> ModelCard:
    chosen = lifetime.candidate
    return ModelCard(
        kind="When customers buy, and whether they still do",
        title=chosen.title,
        sentences=(lifetime.reason, *chosen.meanings),
        verdict=chosen.verdict,
        is_good=chosen.converged,
        parameters=_parameters(chosen.kind, chosen.values, chosen.standard_errors),
        note=f"{model_words.STORIES[chosen.kind]} Fitted to "
        f"{words.counted(lifetime.customers, 'customer')}; log-likelihood "
        f"{words.number(chosen.log_likelihood, 1)}. Times are in days.",
    )


def _spend_card(lifetime: Lifetime, look: Look) -> ModelCard:
    spend = lifetime.spend
    order = words.money(spend.mean_order, look.currency)
    learned = f"{words.counted(spend.orders, 'order')} of {words.count(spend.customers)} customers"
    return ModelCard(
        kind="What an order is worth",
        title="Gamma-Gamma",
        sentences=(
            f"The mean order is worth {order}. The model learned from {learned}.",
            *_left_out(lifetime),
        ),
        verdict=spend.verdict,
        is_good=spend.converged,
        parameters=_parameters("gamma-gamma", spend.values, spend.standard_errors),
        note=f"{model_words.SPEND_STORY} Log-likelihood {words.number(spend.log_likelihood, 1)}.",
    )


def _left_out(lifetime: Lifetime) -> tuple[str, ...]:
    orders, customers = lifetime.spend.left_out_orders, lifetime.spend.left_out_customers
    if not orders:
        return ()
    left_out = f"{words.counted(orders, 'order')} of no value or less than given back were left out"
    return (f"{left_out}, {words.counted(customers, 'customer')} with no other order.",)


def _parameters(kind: str, values: Any, errors: Any) -> tuple[Parameter, ...]:
    meanings = model_words.PARAMETERS[kind]
    return tuple(
        Parameter(
            symbol=name,
            value=figure(value),
            error=figure(errors[name], "on the edge"),
            meaning=meanings[name],
        )
        for name, value in values.items()
    )


def figure(value: float, missing: str = words.MISSING) -> str:
    """Return a parameter with four digits."""
    if value != value:  # noqa: PLR0124 - not a number
        return missing
    return f"{value:,.4g}" if 1e-4 <= abs(value) < 1e5 or value == 0 else f"{value:.3g}"  # noqa: PLR2004


def fit_of(candidate: PurchaseFit) -> tuple[str, str]:
    """Return whether a fit can be trusted in few words, and how it is marked."""
    if not candidate.converged:
        return "not converged", "watch"
    if candidate.on_edge:
        return f"on the edge: {', '.join(candidate.on_edge)}", "watch"
    return "converged", "good"
