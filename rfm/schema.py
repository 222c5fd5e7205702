"""The words of the project: every column name, grouping and unit is written here once.

A column that two modules share is spelled here and nowhere else, so that a typo is an
AttributeError and one search finds every use.
"""

from typing import Final

# A line of the log: one product on one order.
LINE_NO: Final = "line_no"
CUSTOMER_ID: Final = "customer_id"
ORDER_ID: Final = "order_id"
ORDERED_AT: Final = "ordered_at"
PRODUCT_ID: Final = "product_id"
PRODUCT: Final = "product"
QUANTITY: Final = "quantity"
UNIT_PRICE: Final = "unit_price"
AMOUNT: Final = "amount"
COUNTRY: Final = "country"
IS_RETURN: Final = "is_return"

# What reading and cleaning note about a line.
HAS_EMPTY_FIELD: Final = "has_empty_field"
ROW_HASH: Final = "row_hash"
DAY: Final = "day"
AMOUNT_UNITS: Final = "amount_units"
PRODUCT_NO: Final = "product_no"
IS_PRODUCT: Final = "is_product"
IS_COPY: Final = "is_copy"
IS_CANCELLED: Final = "is_cancelled"
IS_UNPAID: Final = "is_unpaid"
IS_OTHER_CURRENCY: Final = "is_other_currency"

# Those that people know, in the order of lines.parquet; a log may lack some.
LINE_COLUMNS: Final = (
    CUSTOMER_ID,
    ORDER_ID,
    ORDERED_AT,
    PRODUCT_ID,
    PRODUCT,
    IS_PRODUCT,
    QUANTITY,
    UNIT_PRICE,
    AMOUNT,
    COUNTRY,
    IS_RETURN,
)

# One row per customer.
# What a log tells of its customers beside their numbers.
CUSTOMER_NAME: Final = "customer_name"
EMAIL: Final = "email"
CONTACTS: Final = (CUSTOMER_NAME, EMAIL)
FIRST_ORDER_AT: Final = "first_order_at"
LAST_ORDER_AT: Final = "last_order_at"
RECENCY_DAYS: Final = "recency_days"
FREQUENCY: Final = "frequency"
MONETARY: Final = "monetary"
TENURE_DAYS: Final = "tenure_days"
ORDERS: Final = "orders"
LINES: Final = "lines"
AVERAGE_ORDER_VALUE: Final = "average_order_value"
RETURNED_AMOUNT: Final = "returned_amount"
PRODUCTS: Final = "products"
FAVOURITE_PRODUCT: Final = "favourite_product"
REPEAT_ORDERS: Final = "repeat_orders"
LAST_REPEAT_DAYS: Final = "last_repeat_days"
R_SCORE: Final = "r_score"
F_SCORE: Final = "f_score"
M_SCORE: Final = "m_score"
RFM_CODE: Final = "rfm_code"
SEGMENT: Final = "segment"
CLUSTER: Final = "cluster"
CLUSTER_NAME: Final = "cluster_name"

# Of clusters made of any attributes: how sure, where on the map for the eye, far from everybody.
CLUSTER_PROBABILITY: Final = "cluster_probability"
MAP_X: Final = "map_x"
MAP_Y: Final = "map_y"
IS_OUTLIER: Final = "is_outlier"
FILLED: Final = "filled"

RFM: Final = (RECENCY_DAYS, FREQUENCY, MONETARY)

# What the models of lifetime say of one customer; docs/definitions.md says what each means.
P_ALIVE: Final = "p_alive"
CHURN_PROBABILITY: Final = "churn_probability"
EXPECTED_ORDERS: Final = "expected_orders"
EXPECTED_ORDERS_YEAR: Final = "expected_orders_year"
ORDERS_YEAR_LOW: Final = "orders_year_low"
ORDERS_YEAR_HIGH: Final = "orders_year_high"
EXPECTED_ORDER_VALUE: Final = "expected_order_value"
CLV: Final = "clv"
CLV_LOW: Final = "clv_low"
CLV_HIGH: Final = "clv_high"
NEXT_ORDER_FROM: Final = "next_order_from"
NEXT_ORDER_TO: Final = "next_order_to"
# The place in a list that is sorted by value, by whatever ranks best; the first is 1.
VALUE_PLACE: Final = "value_place"
PROSPECTS: Final = (
    P_ALIVE,
    CHURN_PROBABILITY,
    EXPECTED_ORDERS,
    EXPECTED_ORDERS_YEAR,
    ORDERS_YEAR_LOW,
    ORDERS_YEAR_HIGH,
    EXPECTED_ORDER_VALUE,
    CLV,
    CLV_LOW,
    CLV_HIGH,
    NEXT_ORDER_FROM,
    NEXT_ORDER_TO,
)

# How likely a customer is lost, in words: a column of categories, from no risk to the highest.
RISK: Final = "risk"
LIKELY: Final = "likely to buy again"
NOT_DUE: Final = "not due yet"
AT_RISK: Final = "at risk"
PROBABLY_LOST: Final = "probably lost"
RISKS: Final = (LIKELY, NOT_DUE, AT_RISK, PROBABLY_LOST)

# A source is a log of purchases, or a table with one row per customer.
LOG: Final = "log"
CUSTOMER_TABLE: Final = "customers"

# A grouping is a scheme's name or CLUSTERS; its groups are segments or clusters.
CLUSTERS: Final = "clusters"
REPORT: Final = "report"
GRID: Final = "grid"
THREE_TIER: Final = "three-tier"
RHYTHM: Final = "rhythm"
SHIPPED_SCHEMES: Final = (REPORT, GRID, THREE_TIER, RHYTHM)

# One row per group of a grouping (segments.parquet, clusters.parquet).
SCHEME: Final = "scheme"
GROUP: Final = "group"
RANK: Final = "rank"
CUSTOMERS: Final = "customers"
SHARE: Final = "share"
REVENUE: Final = "revenue"
REVENUE_SHARE: Final = "revenue_share"
RECENCY_MEAN: Final = "recency_mean"
RECENCY_MEDIAN: Final = "recency_median"
FREQUENCY_MEAN: Final = "frequency_mean"
FREQUENCY_MEDIAN: Final = "frequency_median"
MONETARY_MEAN: Final = "monetary_mean"
MONETARY_MEDIAN: Final = "monetary_median"
TOP_PRODUCT: Final = "top_product"
# Where the name of a segment says what is not true of most who bear it: which of its claims, and
# a sentence that says so; empty elsewhere.
UNTRUE: Final = "untrue_claim"
WARNING: Final = "name_warning"
DESCRIPTION: Final = "description"
JACCARD: Final = "jaccard"
IS_NOISE: Final = "is_noise"
# The number, among those of an algorithm, of the customers in no cluster.
NOISE: Final = -1
# The place of its colour, which a cluster keeps when the source is analysed again.
SLOT: Final = "slot"
# Of a group: mean probabilities, and sums of expected orders, value and revenue.
EXPECTED_REVENUE: Final = "expected_revenue"
EXPECTED_REVENUE_LOW: Final = "expected_revenue_low"
EXPECTED_REVENUE_HIGH: Final = "expected_revenue_high"
VALUE_AT_STAKE: Final = "value_at_stake"
VALUE_AT_STAKE_LOW: Final = "value_at_stake_low"
VALUE_AT_STAKE_HIGH: Final = "value_at_stake_high"
# Whether these sums and their intervals are no more than a hint, in a word.
ESTIMATES: Final = "estimates"
INDICATIVE: Final = "indicative"
MEASURED: Final = "measured"
VALUE_SHARE: Final = "value_share"

# Of a segment at an earlier moment, and who is in it only now or was only then.
CUSTOMERS_BEFORE: Final = "customers_before"
REVENUE_BEFORE: Final = "revenue_before"
CAME: Final = "came"
LEFT: Final = "left"

# What to do with a group, as exports name it; the words after "play_" are those of rfm.playbook.
PLAY: Final = ("play_title", "play_action", "play_channel", "play_offer", "play_why")

# Where one customer stands on each measure, next to the middle of their group.
MEASURE: Final = "measure"
VALUE: Final = "value"
MEDIAN: Final = "median"
PERCENTILE: Final = "percentile"
MEDIAN_PERCENTILE: Final = "median_percentile"

# Key figures of the whole base, beside customers, orders, revenue and average order value.
CAME_BACK_SHARE: Final = "came_back_share"
TOP_FIFTH_SHARE: Final = "top_fifth_share"
MEDIAN_GAP_DAYS: Final = "median_gap_days"

# The k that were tried (part of the cluster model).
K: Final = "k"
# How well each fits, by the algorithm's own measure: BIC is best where lowest, others at a bend.
INERTIA: Final = "inertia"
BIC: Final = "bic"
SPREAD: Final = "spread_within_clusters"
DISTANCE: Final = "distance_to_prototypes"
FITS: Final = (INERTIA, BIC, SPREAD, DISTANCE)
SILHOUETTE: Final = "silhouette"

# Money is summed as whole ten-thousandths of the currency: exact in any order of rows.
UNITS_PER_CURRENCY: Final = 10_000


def group_column(grouping: str) -> str:
    """Return the column of the customer table that holds each customer's group."""
    if grouping == CLUSTERS:
        return CLUSTER_NAME
    return f"segment_{grouping.replace('-', '_')}"


def code_column(scheme: str) -> str:
    """Return the column of the customer table that holds each customer's code in a scheme."""
    return f"code_{scheme.replace('-', '_')}"


def before_column(scheme: str) -> str:
    """Return the column of the customer table that holds the segment each had earlier."""
    return f"{group_column(scheme)}_before"
