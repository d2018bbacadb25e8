-- SELECT id, name FROM people UNION ALL SELECT person, CAST(total AS STRING) FROM orders
SELECT CAST(t1."id#15" AS BIGINT) AS "id", CAST(t1."name#16" AS VARCHAR) AS "name"
FROM (
  (
    SELECT CAST(t2."id" AS BIGINT) AS "id#15", CAST(t2."name" AS VARCHAR) AS "name#16"
    FROM people() AS t2
  )
  UNION ALL (
    SELECT
      CAST(t3."person" AS BIGINT) AS "id#15",
      CAST(CAST(t3."total" AS VARCHAR) AS VARCHAR) AS "name#16"
    FROM orders() AS t3
  )
) AS t1

-- SELECT id FROM people UNION SELECT person FROM orders ORDER BY id
SELECT CAST(t1."id#14" AS BIGINT) AS "id"
FROM (
  (
    SELECT CAST(t2."id" AS BIGINT) AS "id#14"
    FROM people() AS t2
  )
  UNION (
    SELECT CAST(t3."person" AS BIGINT) AS "id#14"
    FROM orders() AS t3
  )
) AS t1
ORDER BY t1."id#14" NULLS FIRST

-- SELECT id FROM people INTERSECT SELECT person FROM orders
SELECT CAST(t1."id#14" AS BIGINT) AS "id"
FROM (
  (
    SELECT CAST(t2."id" AS BIGINT) AS "id#14"
    FROM people() AS t2
  )
  INTERSECT (
    SELECT CAST(t3."person" AS BIGINT) AS "id#14"
    FROM orders() AS t3
  )
) AS t1

-- SELECT id FROM people EXCEPT ALL SELECT person FROM orders
SELECT CAST(t1."id#14" AS BIGINT) AS "id"
FROM (
  (
    SELECT CAST(t2."id" AS BIGINT) AS "id#14"
    FROM people() AS t2
  )
  EXCEPT ALL (
    SELECT CAST(t3."person" AS BIGINT) AS "id#14"
    FROM orders() AS t3
  )
) AS t1

-- SELECT DISTINCT age, name FROM people WHERE age BETWEEN 20 AND 30 AND name IS DISTINCT FROM 'x'
SELECT CAST(t2."age#3" AS INTEGER) AS "age", CAST(t2."name#2" AS VARCHAR) AS "name"
FROM (
  SELECT DISTINCT t1."age" AS "age#3", t1."name" AS "name#2"
  FROM people(age GreaterThanOrEqual 20, age LessThanOrEqual 30) AS t1
  WHERE ((t1."age" >= 20 AND t1."age" <= 30) AND (NOT (t1."name" IS NOT DISTINCT FROM 'x')))
) AS t2
