"""How well a classifier places customers it has not seen, as kept and shown."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class JudgedModel:
    """One candidate model, judged by cross-validation.

    Parameters
    ----------
    model : str
        Its name in words.
    settings : str
        The settings that tuning chose, in words.
    accuracy, accuracy_error : float
        Mean over the folds and its standard error.
    log_loss : float
        Mean over the folds, lower is better.
    seconds : float
        Time to tune and validate it.
    is_chosen : bool
        Whether it is the one in use.
    """

    model: str
    settings: str
    accuracy: float
    accuracy_error: float
    log_loss: float
    seconds: float
    is_chosen: bool = False


@dataclass(frozen=True, kw_only=True)
class ClassScore:
    """How well one class is told, on held-out customers."""

    name: str
    customers: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, kw_only=True)
class Importance:
    """How much accuracy is lost when one attribute is shuffled."""

    attribute: str
    mean: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class Calibrated:
    """One bin of predicted probabilities, with what came."""

    predicted: float
    seen: float
    customers: int


@dataclass(frozen=True, kw_only=True)
class ClassifierCard:
    """What there is to judge the classifier by.

    Parameters
    ----------
    target : str
        What is predicted: the name of a given label's column, or "cluster".
    is_agreement : bool
        Whether the target was made from the very columns that predict it: then a high accuracy is
        agreement, not skill.
    sentence : str
        What the model does and how well, with that caveat where it applies.
    classes : tuple of str
        In the order of the confusion matrix.
    judged : tuple of JudgedModel
        The candidates, the chosen one first.
    accuracy, accuracy_low, accuracy_high : float
        On held-out customers, with a 95 % interval (Wilson).
    majority : float
        The accuracy of always saying the largest class, on the same customers.
    held_out : int
        How many customers were held out.
    confusion : tuple of tuple of int
        Rows are true classes, columns predicted ones.
    scores : tuple of ClassScore
        Per class.
    calibration : tuple of Calibrated
        Of the probability of the class that was said.
    calibration_error : float
        Expected calibration error.
    importances : tuple of Importance
        By permutation on held-out customers, the largest first.
    warnings : tuple of str
        What else to know: too few of a class, near-duplicates, a column that gives it away.
    """

    target: str
    is_agreement: bool
    sentence: str
    classes: tuple[str, ...]
    judged: tuple[JudgedModel, ...]
    accuracy: float
    accuracy_low: float
    accuracy_high: float
    majority: float
    held_out: int
    confusion: tuple[tuple[int, ...], ...]
    scores: tuple[ClassScore, ...]
    calibration: tuple[Calibrated, ...]
    calibration_error: float
    importances: tuple[Importance, ...]
    warnings: tuple[str, ...] = ()
