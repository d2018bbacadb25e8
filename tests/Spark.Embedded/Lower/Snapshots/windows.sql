-- SELECT * FROM (SELECT person, total, row_number() OVER (PARTITION BY person ORDER BY total DESC) AS rank FROM orders) WHERE rank <= 3
SELECT
  CAST(t2."person#1" AS BIGINT) AS "person",
  CAST(t2."total#3" AS DECIMAL(10,2)) AS "total",
  CAST(t2."rank#5" AS INTEGER) AS "rank"
FROM (
  SELECT
    t1."person" AS "person#1",
    t1."total" AS "total#3",
    CAST(row_number() OVER (PARTITION BY t1."person" ORDER BY t1."total" DESC NULLS LAST) AS INTEGER) AS "rank#5"
  FROM orders() AS t1
) AS t2
WHERE (t2."rank#5" <= 3)

-- SELECT day, sum(total) OVER (ORDER BY day ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) AS moving FROM orders
SELECT
  CAST(t1."day" AS DATE) AS "day",
  CAST(
    coalesce(
      TRY_CAST(
        sum(t1."total") OVER (ORDER BY t1."day" NULLS FIRST ROWS BETWEEN (-(-2)) PRECEDING AND CURRENT ROW) AS DECIMAL(20,2)
      ),
      CASE
        WHEN sum(t1."total") OVER (ORDER BY t1."day" NULLS FIRST ROWS BETWEEN (-(-2)) PRECEDING AND CURRENT ROW) IS NOT NULL
          THEN error(
            '{"errorClass":"ARITHMETIC_OVERFLOW","parameters":{"message":'
              || coalesce(CAST(to_json(CAST('Overflow in sum of decimals' AS VARCHAR)) AS VARCHAR), 'null')
              || ',"alternative":'
              || coalesce(
                CAST(
                  to_json(CAST(' Use ''try_add'' to tolerate overflow and return NULL instead.' AS VARCHAR)) AS VARCHAR
                ),
                'null'
              )
              || ',"config":'
              || coalesce(CAST(to_json(CAST('"spark.sql.ansi.enabled"' AS VARCHAR)) AS VARCHAR), 'null')
              || '}}'
          )
      END
    ) AS DECIMAL(20,2)
  ) AS "moving"
FROM orders() AS t1

-- SELECT person, lag(total, 2) OVER w AS before, lead(total) OVER w AS after FROM orders WINDOW w AS (PARTITION BY person ORDER BY day)
SELECT
  CAST(t1."person" AS BIGINT) AS "person",
  CAST(
    lag(t1."total", 2, CAST(NULL AS DECIMAL(10,2))) OVER (PARTITION BY t1."person" ORDER BY t1."day" NULLS FIRST) AS DECIMAL(10,2)
  ) AS "before",
  CAST(
    lead(t1."total", 1, CAST(NULL AS DECIMAL(10,2))) OVER (PARTITION BY t1."person" ORDER BY t1."day" NULLS FIRST) AS DECIMAL(10,2)
  ) AS "after"
FROM orders() AS t1

-- SELECT age, count(*) AS n, rank() OVER (ORDER BY count(*) DESC) AS place FROM people GROUP BY age
SELECT
  CAST(t2."age#3" AS INTEGER) AS "age",
  CAST(t2."count(1)#10" AS BIGINT) AS "n",
  CAST(CAST(rank() OVER (ORDER BY t2."count(1)#10" DESC NULLS LAST) AS INTEGER) AS INTEGER) AS "place"
FROM (
  SELECT t1."age" AS "age#3", count() AS "count(1)#10"
  FROM people() AS t1
  GROUP BY t1."age"
) AS t2
