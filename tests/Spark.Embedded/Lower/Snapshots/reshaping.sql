-- SELECT * FROM (SELECT person, total, CAST(year(day) AS STRING) AS y FROM orders) PIVOT (sum(total) FOR y IN ('2023', '2024'))
SELECT
  CAST(t1."person" AS BIGINT) AS "person",
  CAST(
    CASE
      WHEN (
        count() FILTER (WHERE (CAST(CAST(year(t1."day") AS INTEGER) AS VARCHAR) IS NOT DISTINCT FROM '2023')) > CAST(0 AS BIGINT)
      ) THEN coalesce(
        TRY_CAST(
          sum(t1."total") FILTER (WHERE (CAST(CAST(year(t1."day") AS INTEGER) AS VARCHAR) IS NOT DISTINCT FROM '2023')) AS DECIMAL(20,2)
        ),
        CASE
          WHEN sum(t1."total") FILTER (WHERE (CAST(CAST(year(t1."day") AS INTEGER) AS VARCHAR) IS NOT DISTINCT FROM '2023')) IS NOT NULL
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
      )
    END AS DECIMAL(20,2)
  ) AS "2023",
  CAST(
    CASE
      WHEN (
        count() FILTER (WHERE (CAST(CAST(year(t1."day") AS INTEGER) AS VARCHAR) IS NOT DISTINCT FROM '2024')) > CAST(0 AS BIGINT)
      ) THEN coalesce(
        TRY_CAST(
          sum(t1."total") FILTER (WHERE (CAST(CAST(year(t1."day") AS INTEGER) AS VARCHAR) IS NOT DISTINCT FROM '2024')) AS DECIMAL(20,2)
        ),
        CASE
          WHEN sum(t1."total") FILTER (WHERE (CAST(CAST(year(t1."day") AS INTEGER) AS VARCHAR) IS NOT DISTINCT FROM '2024')) IS NOT NULL
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
      )
    END AS DECIMAL(20,2)
  ) AS "2024"
FROM orders() AS t1
GROUP BY t1."person"

-- SELECT * FROM orders UNPIVOT (value FOR kind IN (total, tax))
SELECT
  CAST(t2."person#1" AS BIGINT) AS "person",
  CAST(t2."day#2" AS DATE) AS "day",
  CAST(CAST(struct_extract_at(t2.g, 1) AS VARCHAR) AS VARCHAR) AS "kind",
  CAST(CAST(struct_extract_at(t2.g, 2) AS DECIMAL(10,2)) AS DECIMAL(10,2)) AS "value"
FROM (
  SELECT
    t1."person" AS "person#1",
    t1."day" AS "day#2",
    unnest([{'k': 'total', 'v0': t1."total"}, {'k': 'tax', 'v0': t1."tax"}]) AS g
  FROM orders() AS t1
) AS t2
WHERE (CAST(struct_extract_at(t2.g, 2) AS DECIMAL(10,2)) IS NOT NULL)

-- SELECT id, tag FROM people LATERAL VIEW explode(tags) t AS tag WHERE tag <> ''
SELECT
  CAST(t2."id#1" AS BIGINT) AS "id",
  CAST(CAST(struct_extract_at(t2.g, 1) AS VARCHAR) AS VARCHAR) AS "tag"
FROM (
  SELECT t1."id" AS "id#1", unnest(list_transform(t1."tags", lambda x: {'col': x})) AS g
  FROM people() AS t1
) AS t2
WHERE (NOT (CAST(struct_extract_at(t2.g, 1) AS VARCHAR) = ''))

-- SELECT id, pos, tag FROM people LATERAL VIEW OUTER posexplode(tags) t AS pos, tag
SELECT
  CAST(t2."id#1" AS BIGINT) AS "id",
  CAST(CAST(struct_extract_at(t2.g, 1) AS INTEGER) AS INTEGER) AS "pos",
  CAST(CAST(struct_extract_at(t2.g, 2) AS VARCHAR) AS VARCHAR) AS "tag"
FROM (
  SELECT
    t1."id" AS "id#1",
    unnest(
      CASE
        WHEN len(list_transform(t1."tags", lambda x, i: {'pos': CAST(i - 1 AS INTEGER), 'col': x})) > 0
          THEN list_transform(t1."tags", lambda x, i: {'pos': CAST(i - 1 AS INTEGER), 'col': x})
        ELSE [NULL]
      END
    ) AS g
  FROM people() AS t1
) AS t2

-- SELECT stack(2, 'a', 1, 'b', 2) AS (k, v)
SELECT
  CAST(CAST(struct_extract_at(t1.g, 1) AS VARCHAR) AS VARCHAR) AS "k",
  CAST(CAST(struct_extract_at(t1.g, 2) AS INTEGER) AS INTEGER) AS "v"
FROM (
  SELECT unnest(
    CAST([{'col0': 'a', 'col1': 1}, {'col0': 'b', 'col1': 2}] AS STRUCT("col0" VARCHAR, "col1" INTEGER)[])
  ) AS g
) AS t1
