-- SELECT id FROM people WHERE age <=> NULL OR name IS NULL
SELECT CAST(t1."id" AS BIGINT) AS "id"
FROM people() AS t1
WHERE ((t1."age" IS NOT DISTINCT FROM CAST(NULL AS INTEGER)) OR (t1."name" IS NULL))

-- SELECT coalesce(age, id, 0) AS c, nullif(age, 3) AS n, nvl2(name, 'x', 'y') AS v, if(age > 3, 1, NULL) AS f FROM people
SELECT
  CAST(coalesce(CAST(t1."age" AS BIGINT), t1."id", CAST(0 AS BIGINT)) AS BIGINT) AS "c",
  CAST(CASE WHEN t1."age" = 3 THEN NULL ELSE t1."age" END AS INTEGER) AS "n",
  CAST(CASE WHEN t1."name" IS NOT NULL THEN 'x' ELSE 'y' END AS VARCHAR) AS "v",
  CAST(CASE WHEN (t1."age" > 3) THEN 1 ELSE CAST(NULL AS INTEGER) END AS INTEGER) AS "f"
FROM people() AS t1

-- SELECT id FROM people WHERE age IN (1, 2, NULL) OR name NOT IN ('a', 'b')
SELECT CAST(t1."id" AS BIGINT) AS "id"
FROM people() AS t1
WHERE ((t1."age" IN (1, 2, CAST(NULL AS INTEGER))) OR (NOT (t1."name" IN ('a', 'b'))))

-- SELECT id FROM people ORDER BY age DESC NULLS LAST, name
SELECT CAST(t1."id" AS BIGINT) AS "id"
FROM people() AS t1
ORDER BY t1."age" DESC NULLS LAST, t1."name" NULLS FIRST
