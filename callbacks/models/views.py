"""The words and cards of the page Models, read from a lifetime and its back-test."""

from typing import Any

from layouts.charts.drawing.look import Look
from layouts.models import words as model_words
from layouts.models.cards import model_card
from layouts.parts.components import key_figure
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
        f"{lifetime.candidate.title} sees it. {lifetime.season}"
    )
    return [expected, " ", indicative()] if lifetime.sums_are_indicative else [expected]


def _likely(estimate: Estimate, look: Look) -> str:
    low, high = (words.short_money(end, look.currency) for end in (estimate.low, estimate.high))
    return f"likely {low} to {high}"


def key_figures(lifetime: Lifetime, tested: BackTest | None, look: Look) -> list[Any]:
    """Return six figures: the model, what is expected, and how well it did."""
    mark = " · indicative" if lifetime.is_indicative else ""
    hint = " · indicative" if lifetime.sums_are_indicative else ""
    chosen = words.percent(lifetime.repeat_buyers / max(lifetime.customers, 1))
    return [
        key_figure(
            "Model in use",
            lifetime.candidate.title,
            f"fitted to {words.number(lifetime.weeks, 0)} weeks{mark}",
            model_words.HABITS[lifetime.kind],
        ),
        key_figure(
            f"Revenue in {words.days(lifetime.horizon_days)}",
            words.short_money(lifetime.revenue.mean, look.currency),
            f"{_likely(lifetime.revenue, look)}{hint}",
            "Expected from the customers known today; the interval holds it with 90 %. "
            f"{lifetime.season}",
        ),
        key_figure(
            "Value of all customers",
            words.short_money(lifetime.value.mean, look.currency),
            f"{_likely(lifetime.value, look)}{hint}",
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


def cards_in_use(lifetime: Lifetime, look: Look) -> list[Any]:
    """Return the card of the purchase model in use, and that of the spend model."""
    chosen, spend = lifetime.candidate, lifetime.spend
    people = words.counted(lifetime.customers, "customer")
    chosen_likelihood, spend_likelihood = (
        words.number(fit.log_likelihood, 1) for fit in (chosen, spend)
    )
    return [
        model_card(
            chosen,
            model_words.PARAMETERS[chosen.kind],
            eyebrow="When customers buy, and whether they still do",
            title=chosen.title,
            sentences=(lifetime.reason, *chosen.meanings, lifetime.horizon_reason),
            folded=lifetime.reasons_of_season,
            note=f"{model_words.HABITS[chosen.kind]} Fitted to {people}; log-likelihood "
            f"{chosen_likelihood}. Times are in days.",
        ),
        model_card(
            spend,
            model_words.PARAMETERS["gamma-gamma"],
            eyebrow="What an order is worth",
            title="Gamma-Gamma",
            sentences=(
                *filter(None, (spend.reason,)),
                _mean_order(lifetime, look),
                *_left_out(lifetime),
            ),
            note=f"{model_words.SPEND_HABIT} Log-likelihood {spend_likelihood}.",
        ),
    ]


def _mean_order(lifetime: Lifetime, look: Look) -> str:
    spend = lifetime.spend
    order = words.money(spend.mean_order, look.currency)
    learned = f"{words.counted(spend.orders, 'order')} of {words.count(spend.customers)} customers"
    return f"The mean order is worth {order}. The model learned from {learned}."


def _left_out(lifetime: Lifetime) -> tuple[str, ...]:
    orders, customers = lifetime.spend.left_out_orders, lifetime.spend.left_out_customers
    if not orders:
        return ()
    left_out = f"{words.counted(orders, 'order')} of no value or less than given back were left out"
    return (f"{left_out}, {words.counted(customers, 'customer')} with no other order.",)


def fit_of(candidate: PurchaseFit) -> tuple[str, str]:
    """Return whether a fit can be trusted in few words, and how it is marked."""
    if not candidate.converged:
        return "not converged", "watch"
    if candidate.on_edge:
        return f"on the edge: {', '.join(candidate.on_edge)}", "watch"
    return "converged", "good"
