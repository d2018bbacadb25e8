-- SELECT CAST(name AS INT) AS i, CAST(name AS DECIMAL(10,2)) AS d, CAST(name AS DATE) AS t FROM people
SELECT
  CAST(spark_to_whole_int_ansi(t1."name") AS INTEGER) AS "i",
  CAST(spark_to_decimal_decimal_10_2__ansi(t1."name") AS DECIMAL(10,2)) AS "d",
  CAST(spark_to_date_date_ansi(t1."name") AS DATE) AS "t"
FROM people() AS t1

-- SELECT try_cast(name AS DOUBLE) AS d, try_cast(age AS TINYINT) AS b FROM people
SELECT
  CAST(
    CASE
      WHEN TRY_CAST(t1."name" AS DOUBLE) IS NOT NULL AND isfinite(TRY_CAST(t1."name" AS DOUBLE)) AND NOT contains(t1."name", '_')
        THEN TRY_CAST(t1."name" AS DOUBLE)
      ELSE spark_to_fractional_double_try(t1."name")
    END AS DOUBLE
  ) AS "d",
  CAST(TRY_CAST(t1."age" AS TINYINT) AS TINYINT) AS "b"
FROM people() AS t1

-- SELECT CAST(score AS INT) AS i, CAST(score AS STRING) AS s, CAST(total AS INT) AS t FROM people JOIN orders ON id = person
SELECT
  CAST(
    coalesce(
      TRY_CAST(trunc(t1."score") AS INTEGER),
      CASE WHEN t1."score" IS NOT NULL THEN error(
        '{"errorClass":"CAST_OVERFLOW","parameters":{"value":'
          || coalesce(CAST(to_json(CAST(CAST(t1."score" AS VARCHAR) || 'D' AS VARCHAR)) AS VARCHAR), 'null')
          || ',"sourceType":'
          || coalesce(CAST(to_json(CAST('"DOUBLE"' AS VARCHAR)) AS VARCHAR), 'null')
          || ',"targetType":'
          || coalesce(CAST(to_json(CAST('"INT"' AS VARCHAR)) AS VARCHAR), 'null')
          || ',"ansiConfig":'
          || coalesce(CAST(to_json(CAST('"spark.sql.ansi.enabled"' AS VARCHAR)) AS VARCHAR), 'null')
          || '}}'
      ) END
    ) AS INTEGER
  ) AS "i",
  CAST(
    CASE
      WHEN abs(t1."score") >= 0.001 AND abs(t1."score") < 10000000 THEN CAST(t1."score" AS VARCHAR)
      ELSE spark_double_text(CAST(t1."score" AS DOUBLE))
    END AS VARCHAR
  ) AS "s",
  CAST(
    coalesce(
      TRY_CAST(trunc(t2."total") AS INTEGER),
      CASE WHEN t2."total" IS NOT NULL THEN error(
        '{"errorClass":"CAST_OVERFLOW","parameters":{"value":'
          || coalesce(CAST(to_json(CAST(t2."total" || 'BD' AS VARCHAR)) AS VARCHAR), 'null')
          || ',"sourceType":'
          || coalesce(CAST(to_json(CAST('"DECIMAL(10,2)"' AS VARCHAR)) AS VARCHAR), 'null')
          || ',"targetType":'
          || coalesce(CAST(to_json(CAST('"INT"' AS VARCHAR)) AS VARCHAR), 'null')
          || ',"ansiConfig":'
          || coalesce(CAST(to_json(CAST('"spark.sql.ansi.enabled"' AS VARCHAR)) AS VARCHAR), 'null')
          || '}}'
      ) END
    ) AS INTEGER
  ) AS "t"
FROM people() AS t1
JOIN orders() AS t2 ON (t1."id" = t2."person")

-- SELECT CAST(born AS TIMESTAMP) AS t, CAST(seen AS DATE) AS d, CAST(seen AS STRING) AS s FROM people
SELECT
  CAST(CAST(t1."born" AS TIMESTAMPTZ) AS TIMESTAMPTZ) AS "t",
  CAST(CAST(t1."seen" AS DATE) AS DATE) AS "d",
  CAST(
    CASE
      WHEN year(CAST(t1."seen" AS TIMESTAMP)) BETWEEN 1 AND 9999 THEN CAST(CAST(t1."seen" AS TIMESTAMP) AS VARCHAR)
      ELSE spark_timestamp_text(CAST(t1."seen" AS TIMESTAMP))
    END AS VARCHAR
  ) AS "s"
FROM people() AS t1

-- SELECT CAST(tags AS STRING) AS s, CAST(id AS BOOLEAN) AS b FROM people
SELECT
  CAST(
    '[' || array_to_string(list_transform(t1."tags", lambda e: coalesce(e, 'null')), ', ') || ']' AS VARCHAR
  ) AS "s",
  CAST((t1."id" <> 0) AS BOOLEAN) AS "b"
FROM people() AS t1
