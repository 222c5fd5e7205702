-- One row per customer, written by hand for DuckDB: the same columns and the same rules, from the
-- same lines, in which customers, orders and countries are numbers in the order of the alphabet.
WITH orders AS (
    SELECT customer_id, order_id, is_return,
           min(ordered_at) AS ordered_at, sum(amount_units) AS units,
           count(*) AS lines, min(country) AS country
    FROM lines
    WHERE ordered_at <= $as_of
    GROUP BY ALL
), histories AS (
    SELECT customer_id,
           min(ordered_at) FILTER (NOT is_return) AS first_order_at,
           max(ordered_at) FILTER (NOT is_return) AS last_order_at,
           count(*) FILTER (NOT is_return) AS orders,
           sum(lines) FILTER (NOT is_return)::BIGINT AS lines,
           count(DISTINCT ordered_at::DATE) FILTER (NOT is_return) AS purchase_days,
           sum(units) AS units,
           coalesce(sum(units) FILTER (is_return), 0) AS returned
    FROM orders
    GROUP BY customer_id
    HAVING count(*) FILTER (NOT is_return) > 0
), bought AS (
    SELECT customer_id, product_no, count(*) AS times
    FROM lines
    WHERE ordered_at <= $as_of AND NOT is_return AND is_product AND product_no IS NOT NULL
    GROUP BY ALL
), favourites AS (
    SELECT customer_id, count(*) AS products,
           max(times * 4294967296 + 4294967295 - product_no) AS best
    FROM bought
    GROUP BY customer_id
), countries AS (
    SELECT customer_id, country
    FROM (
        SELECT customer_id, country, sum(lines) AS lines
        FROM orders
        WHERE NOT is_return AND country IS NOT NULL
        GROUP BY ALL
    )
    QUALIFY row_number() OVER (PARTITION BY customer_id ORDER BY lines DESC, country) = 1
)
SELECT customers.name AS customer_id, first_order_at, last_order_at,
       (epoch_us($as_of) - epoch_us(last_order_at)) // 86400000000 AS recency_days,
       orders AS frequency,
       units::DOUBLE / 10000 AS monetary,
       (epoch_us($as_of) - epoch_us(first_order_at)) // 86400000000 AS tenure_days,
       orders, lines,
       units::DOUBLE / 10000 / orders AS average_order_value,
       -returned::DOUBLE / 10000 AS returned_amount,
       purchase_days - 1 AS repeat_orders,
       last_order_at::DATE - first_order_at::DATE AS last_repeat_days,
       coalesce(products, 0) AS products,
       favourite.name AS favourite_product,
       country.name AS country
FROM histories
LEFT JOIN favourites USING (customer_id)
LEFT JOIN countries USING (customer_id)
LEFT JOIN names_of_customer_id customers ON customers.number = histories.customer_id
LEFT JOIN names_of_product_no favourite ON favourite.number = 4294967295 - best % 4294967296
LEFT JOIN names_of_country country ON country.number = countries.country
ORDER BY customers.name
