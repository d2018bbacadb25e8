-- SELECT p.name, o.total FROM people p JOIN orders o ON p.id = o.person WHERE o.total > 10 AND p.age < 30
SELECT CAST(t1."name" AS VARCHAR) AS "name", CAST(t2."total" AS DECIMAL(10,2)) AS "total"
FROM people(age LessThan 30) AS t1
JOIN orders() AS t2 ON (t1."id" = t2."person")
WHERE ((CAST(t2."total" AS DECIMAL(12,2)) > CAST(10 AS DECIMAL(12,2))) AND (t1."age" < 30))

-- SELECT p.name, o.total FROM people p LEFT JOIN orders o ON p.id = o.person AND o.total > 10 WHERE p.age IS NOT NULL
SELECT CAST(t1."name" AS VARCHAR) AS "name", CAST(t2."total" AS DECIMAL(10,2)) AS "total"
FROM people(age IsNotNull) AS t1
LEFT JOIN orders() AS t2 ON ((t1."id" = t2."person") AND (CAST(t2."total" AS DECIMAL(12,2)) > CAST(10 AS DECIMAL(12,2))))
WHERE (t1."age" IS NOT NULL)

-- SELECT * FROM people p FULL OUTER JOIN orders o ON p.id = o.person
SELECT
  CAST(t1."id" AS BIGINT) AS "id",
  CAST(t1."name" AS VARCHAR) AS "name",
  CAST(t1."age" AS INTEGER) AS "age",
  CAST(t1."score" AS DOUBLE) AS "score",
  CAST(t1."born" AS DATE) AS "born",
  CAST(t1."seen" AS TIMESTAMPTZ) AS "seen",
  CAST(t1."tags" AS VARCHAR[]) AS "tags",
  CAST(t1."props" AS MAP(VARCHAR, INTEGER)) AS "props",
  CAST(t1."address" AS STRUCT("city" VARCHAR, "zip" INTEGER)) AS "address",
  CAST(t2."person" AS BIGINT) AS "person",
  CAST(t2."day" AS DATE) AS "day",
  CAST(t2."total" AS DECIMAL(10,2)) AS "total",
  CAST(t2."tax" AS DECIMAL(10,2)) AS "tax"
FROM people() AS t1
FULL JOIN orders() AS t2 ON (t1."id" = t2."person")

-- SELECT id, count(*) FROM people JOIN (SELECT person AS id, total FROM orders) o USING (id) GROUP BY id
SELECT CAST(t1."id" AS BIGINT) AS "id", CAST(count() AS BIGINT) AS "count(1)"
FROM people() AS t1
JOIN orders() AS t2 ON (t1."id" = t2."person")
GROUP BY t1."id"

-- SELECT name FROM people p LEFT SEMI JOIN orders o ON p.id = o.person AND o.day >= p.born
SELECT CAST(t1."name" AS VARCHAR) AS "name"
FROM people() AS t1
SEMI JOIN orders() AS t2 ON ((t1."id" = t2."person") AND (t2."day" >= t1."born"))

-- SELECT name FROM people p LEFT ANTI JOIN orders o ON p.id <=> o.person
SELECT CAST(t1."name" AS VARCHAR) AS "name"
FROM people() AS t1
ANTI JOIN orders() AS t2 ON (t1."id" IS NOT DISTINCT FROM t2."person")

-- SELECT a.name, b.name FROM people a, people b WHERE a.age = b.age AND a.id < b.id
SELECT CAST(t1."name" AS VARCHAR) AS "name", CAST(t2."name" AS VARCHAR) AS "name"
FROM people() AS t1
JOIN people() AS t2 ON true
WHERE ((t1."age" = t2."age") AND (t1."id" < t2."id"))

-- SELECT p.name, l.total FROM people p, LATERAL (SELECT total FROM orders o WHERE o.person = p.id ORDER BY total DESC LIMIT 1) l
SELECT CAST(t1."name" AS VARCHAR) AS "name", CAST(t3."total#12" AS DECIMAL(10,2)) AS "total"
FROM people() AS t1
JOIN LATERAL (
  SELECT t2."total" AS "total#12"
  FROM orders() AS t2
  WHERE (t2."person" = t1."id")
  ORDER BY t2."total" DESC NULLS LAST
  LIMIT 1
) AS t3 ON true
