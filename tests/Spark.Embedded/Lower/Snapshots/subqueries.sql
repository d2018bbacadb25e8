-- SELECT name, (SELECT max(total) FROM orders o WHERE o.person = p.id) AS most FROM people p
SELECT
  CAST(t1."name" AS VARCHAR) AS "name",
  CAST(
    (
      SELECT max(t2."total") AS c0
      FROM orders() AS t2
      WHERE (t2."person" = t1."id")
      HAVING count(*) >= 0
    ) AS DECIMAL(10,2)
  ) AS "most"
FROM people() AS t1

-- SELECT name FROM people p WHERE EXISTS (SELECT 1 FROM orders o WHERE o.person = p.id AND o.total > 100)
SELECT CAST(t1."name" AS VARCHAR) AS "name"
FROM people() AS t1
WHERE (
  EXISTS (
    SELECT 1 AS c0
    FROM orders() AS t2
    WHERE ((t2."person" = t1."id") AND (CAST(t2."total" AS DECIMAL(12,2)) > CAST(100 AS DECIMAL(12,2))))
  )
)

-- SELECT name FROM people WHERE id NOT IN (SELECT person FROM orders WHERE total IS NULL)
SELECT CAST(t1."name" AS VARCHAR) AS "name"
FROM people() AS t1
WHERE (
  NOT (
    t1."id" IN (
      SELECT t2."person" AS c0
      FROM orders(total IsNull) AS t2
      WHERE (t2."total" IS NULL)
    )
  )
)

-- WITH big AS (SELECT person, total FROM orders WHERE total > 100) SELECT a.person, b.total FROM big a JOIN big b ON a.person = b.person
WITH RECURSIVE w5(c0, c1) AS (
  SELECT CAST(t2."person" AS BIGINT) AS c0, CAST(t2."total" AS DECIMAL(10,2)) AS c1
  FROM orders() AS t2
  WHERE (CAST(t2."total" AS DECIMAL(12,2)) > CAST(100 AS DECIMAL(12,2)))
)
SELECT CAST(t1.c0 AS BIGINT) AS "person", CAST(t3.c1 AS DECIMAL(10,2)) AS "total"
FROM w5 AS t1
JOIN w5 AS t3 ON (t1.c0 = t3.c0)

-- WITH RECURSIVE steps(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM steps WHERE n < 5) SELECT n FROM steps
WITH RECURSIVE w3(c0, c1) AS (
  (
    SELECT CAST(1 AS INTEGER) AS c0, CAST(CAST(0 AS BIGINT) AS BIGINT) AS c1
  )
  UNION ALL (
    SELECT
      CAST((t2.c0 + 1) AS INTEGER) AS c0,
      CAST(
        CASE WHEN t2.c1 >= 100 THEN error(
          '{"errorClass":"RECURSION_LEVEL_LIMIT_EXCEEDED","parameters":{"levelLimit":'
            || coalesce(CAST(to_json(CAST('100' AS VARCHAR)) AS VARCHAR), 'null')
            || '}}'
        ) WHEN count(*) OVER () > 1000000 THEN error(
          '{"errorClass":"RECURSION_ROW_LIMIT_EXCEEDED","parameters":{"rowLimit":'
            || coalesce(CAST(to_json(CAST('1000000' AS VARCHAR)) AS VARCHAR), 'null')
            || '}}'
        ) ELSE t2.c1 + 1 END AS BIGINT
      ) AS c1
    FROM w3 AS t2
    WHERE (t2.c0 < 5)
  )
)
SELECT CAST(t1.c0 AS INTEGER) AS "n"
FROM w3 AS t1

-- SELECT n
-- FROM (SELECT n FROM (SELECT age + 1 AS n FROM (SELECT age FROM people ORDER BY age LIMIT 10) WHERE age > 3) WHERE n < 100)
-- ORDER BY n LIMIT 5 OFFSET 2
SELECT CAST((t2."age#3" + 1) AS INTEGER) AS "n"
FROM (
  SELECT t1."age" AS "age#3"
  FROM people() AS t1
  ORDER BY t1."age" NULLS FIRST
  LIMIT 10
) AS t2
WHERE (t2."age#3" > 3) AND ((t2."age#3" + 1) < 100)
ORDER BY (t2."age#3" + 1) NULLS FIRST
LIMIT 5
OFFSET 2
