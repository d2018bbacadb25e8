-- SELECT total + tax AS a, total * tax AS m, total / tax AS d, total % 7 AS r FROM orders
SELECT
  CAST(CAST(t1."total" + t1."tax" AS DECIMAL(11,2)) AS DECIMAL(11,2)) AS "a",
  CAST(CAST(CAST(t1."total" AS DECIMAL(19,2)) * t1."tax" AS DECIMAL(21,4)) AS DECIMAL(21,4)) AS "m",
  CAST(
    CASE WHEN t1."tax" = 0 AND t1."total" IS NOT NULL THEN error(
      '{"errorClass":"DIVIDE_BY_ZERO","parameters":{"config":'
        || coalesce(CAST(to_json(CAST('"spark.sql.ansi.enabled"' AS VARCHAR)) AS VARCHAR), 'null')
        || '}}'
    ) ELSE "spark_decimal_divide_10_2_10_2_ansi"(t1."total", t1."tax") END AS DECIMAL(23,13)
  ) AS "d",
  CAST(("spark_decimal_remainder_10_2_1_0_ansi"(t1."total", CAST(7 AS DECIMAL(1,0)))) AS DECIMAL(3,2)) AS "r"
FROM orders() AS t1

-- SELECT sum(total) AS s, avg(total) AS a, round(sum(tax), 1) AS r FROM orders
SELECT
  CAST(
    coalesce(
      TRY_CAST(sum(t1."total") AS DECIMAL(20,2)),
      CASE
        WHEN sum(t1."total") IS NOT NULL THEN error(
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
  ) AS "s",
  CAST("spark_avg_2_14_6"(CAST(sum(t1."total") AS DECIMAL(38,2)), count(t1."total")) AS DECIMAL(14,6)) AS "a",
  CAST(
    CAST(
      coalesce(
        TRY_CAST(sum(t1."tax") AS DECIMAL(20,2)),
        CASE
          WHEN sum(t1."tax") IS NOT NULL THEN error(
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
      ) AS DECIMAL(20,1)
    ) AS DECIMAL(20,1)
  ) AS "r"
FROM orders() AS t1
HAVING count(*) >= 0

-- SELECT id + 1 AS a, age * age AS m, id / 3 AS d, -age AS n, id DIV 2 AS q FROM people
SELECT
  CAST((t1."id" + CAST(1 AS BIGINT)) AS BIGINT) AS "a",
  CAST((t1."age" * t1."age") AS INTEGER) AS "m",
  CAST(
    CASE WHEN CAST(CAST(3 AS BIGINT) AS DOUBLE) = 0 THEN error(
      '{"errorClass":"DIVIDE_BY_ZERO","parameters":{"config":'
        || coalesce(CAST(to_json(CAST('"spark.sql.ansi.enabled"' AS VARCHAR)) AS VARCHAR), 'null')
        || '}}'
    ) ELSE CAST(t1."id" AS DOUBLE) / CAST(CAST(3 AS BIGINT) AS DOUBLE) END AS DOUBLE
  ) AS "d",
  CAST((-t1."age") AS INTEGER) AS "n",
  CAST((t1."id" // CAST(2 AS BIGINT)) AS BIGINT) AS "q"
FROM people() AS t1

-- SELECT total > 3 AS g, total = 1.50BD AS e, score > age AS f, CAST(1 AS DECIMAL(38,0)) * total AS w
-- FROM orders JOIN people ON id = person
SELECT
  CAST((CAST(t1."total" AS DECIMAL(12,2)) > CAST(3 AS DECIMAL(12,2))) AS BOOLEAN) AS "g",
  CAST((t1."total" = CAST(CAST('1.50' AS DECIMAL(3,2)) AS DECIMAL(10,2))) AS BOOLEAN) AS "e",
  CAST((t2."score" > CAST(t2."age" AS DOUBLE)) AS BOOLEAN) AS "f",
  CAST("spark_decimal_multiply_38_0_10_2_ansi"(CAST(1 AS DECIMAL(38,0)), t1."total") AS DECIMAL(38,2)) AS "w"
FROM orders() AS t1
JOIN people() AS t2 ON (t2."id" = t1."person")
