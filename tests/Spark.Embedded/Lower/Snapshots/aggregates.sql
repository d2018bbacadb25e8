-- SELECT age, count(*) AS n, sum(id) AS s FROM people WHERE name LIKE 'A%' GROUP BY age HAVING count(*) > 1 ORDER BY n DESC, age
SELECT
  CAST(t1."age" AS INTEGER) AS "age",
  CAST(count() AS BIGINT) AS "n",
  CAST(
    coalesce(
      TRY_CAST(sum(t1."id") AS BIGINT),
      CASE
        WHEN sum(t1."id") IS NOT NULL THEN error(
          '{"errorClass":"ARITHMETIC_OVERFLOW","parameters":{"message":'
            || coalesce(CAST(to_json(CAST('long overflow' AS VARCHAR)) AS VARCHAR), 'null')
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
    ) AS BIGINT
  ) AS "s"
FROM people(name StartsWith A) AS t1
WHERE (t1."name" LIKE 'A%')
GROUP BY t1."age"
HAVING (count() > CAST(1 AS BIGINT))
ORDER BY count() DESC NULLS LAST, t1."age" NULLS FIRST

-- SELECT count(*), count(DISTINCT age), avg(age), max(name) FROM people
SELECT
  CAST(count() AS BIGINT) AS "count(1)",
  CAST(count(DISTINCT t1."age") AS BIGINT) AS "count(DISTINCT age)",
  CAST(avg(CAST(t1."age" AS DOUBLE)) AS DOUBLE) AS "avg(age)",
  CAST(max(t1."name") AS VARCHAR) AS "max(name)"
FROM people() AS t1
HAVING count(*) >= 0

-- SELECT sum(total) FILTER (WHERE day > DATE '2024-01-01') AS late, min(total) FROM orders
SELECT
  CAST(
    coalesce(
      TRY_CAST(
        sum(t1."total") FILTER (WHERE (t1."day" > (DATE '1970-01-01' + CAST(19723 AS INTEGER)))) AS DECIMAL(20,2)
      ),
      CASE
        WHEN sum(t1."total") FILTER (WHERE (t1."day" > (DATE '1970-01-01' + CAST(19723 AS INTEGER)))) IS NOT NULL
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
  ) AS "late",
  CAST(min(t1."total") AS DECIMAL(10,2)) AS "min(total)"
FROM orders() AS t1
HAVING count(*) >= 0

-- SELECT age, name, grouping_id() AS g, count(*) FROM people GROUP BY ROLLUP (age, name)
SELECT
  CAST(t1."age" AS INTEGER) AS "age",
  CAST(t1."name" AS VARCHAR) AS "name",
  CAST(CAST(GROUPING(t1."age") * 2 + GROUPING(t1."name") * 1 AS BIGINT) AS BIGINT) AS "g",
  CAST(count() AS BIGINT) AS "count(1)"
FROM people() AS t1
GROUP BY GROUPING SETS ((t1."age", t1."name"), (t1."age"), ())

-- SELECT age, name, sum(id) FROM people GROUP BY GROUPING SETS ((age), (name), ())
SELECT
  CAST(t1."age" AS INTEGER) AS "age",
  CAST(t1."name" AS VARCHAR) AS "name",
  CAST(
    coalesce(
      TRY_CAST(sum(t1."id") AS BIGINT),
      CASE
        WHEN sum(t1."id") IS NOT NULL THEN error(
          '{"errorClass":"ARITHMETIC_OVERFLOW","parameters":{"message":'
            || coalesce(CAST(to_json(CAST('long overflow' AS VARCHAR)) AS VARCHAR), 'null')
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
    ) AS BIGINT
  ) AS "sum(id)"
FROM people() AS t1
GROUP BY GROUPING SETS ((t1."age"), (t1."name"), ())

-- SELECT age % 10 AS tens, collect_list(name) AS names FROM people GROUP BY age % 10 ORDER BY tens
SELECT
  CAST(t2."(age % 10)#10" AS INTEGER) AS "tens",
  CAST(
    coalesce(list(t2."name#2") FILTER (WHERE t2."name#2" IS NOT NULL), CAST([] AS VARCHAR[])) AS VARCHAR[]
  ) AS "names"
FROM (
  SELECT t1."age" AS "age#3", t1."name" AS "name#2", (t1."age" % 10) AS "(age % 10)#10"
  FROM people() AS t1
) AS t2
GROUP BY t2."(age % 10)#10"
ORDER BY t2."(age % 10)#10" NULLS FIRST

-- SELECT person, percentile(total, 0.5), stddev(total) FROM orders GROUP BY ALL
SELECT
  CAST(t1."person" AS BIGINT) AS "person",
  CAST(
    "spark_percentile"(
      list(CAST(t1."total" AS DOUBLE)) FILTER (WHERE t1."total" IS NOT NULL),
      [CAST(CAST('0.5' AS DECIMAL(1,1)) AS DOUBLE)]
    )[1] AS DOUBLE
  ) AS "percentile(total, 0.5, 1)",
  CAST(
    "spark_stddev_samp"(list(CAST(t1."total" AS DOUBLE)) FILTER (WHERE CAST(t1."total" AS DOUBLE) IS NOT NULL)) AS DOUBLE
  ) AS "stddev(total)"
FROM orders() AS t1
GROUP BY t1."person"
