-- SELECT date_add(born, 7) AS a, datediff(seen, born) AS d, born + INTERVAL 1 MONTH AS m, seen - INTERVAL '2' HOUR AS h FROM people
SELECT
  CAST(CAST(t1."born" + 7 AS DATE) AS DATE) AS "a",
  CAST(CAST(CAST(t1."seen" AS DATE) - t1."born" AS INTEGER) AS INTEGER) AS "d",
  CAST(CAST((t1."born" + to_months(CAST(1 AS INTEGER))) AS DATE) AS DATE) AS "m",
  CAST(
    (
      t1."seen" - (
        to_days(CAST(CAST(7200000000 AS BIGINT) // 86400000000 AS INTEGER)) + to_microseconds(CAST(7200000000 AS BIGINT) % 86400000000)
      )
    ) AS TIMESTAMPTZ
  ) AS "h"
FROM people() AS t1

-- SELECT year(born) AS y, extract(DOW FROM seen) AS w, date_trunc('MONTH', seen) AS t, last_day(born) AS l FROM people
SELECT
  CAST(CAST(year(t1."born") AS INTEGER) AS INTEGER) AS "y",
  CAST(CAST(dayofweek(CAST(t1."seen" AS TIMESTAMP)) + 1 AS INTEGER) AS INTEGER) AS "w",
  CAST(CAST(date_trunc('month', CAST(t1."seen" AS TIMESTAMP)) AS TIMESTAMPTZ) AS TIMESTAMPTZ) AS "t",
  CAST(last_day(t1."born") AS DATE) AS "l"
FROM people() AS t1

-- SELECT date_format(seen, 'yyyy-MM-dd HH:mm') AS f, to_date(name, 'dd.MM.yyyy') AS d, unix_timestamp(seen) AS u FROM people
SELECT
  CAST(
    "spark_date_format_UTC"(CAST(t1."seen" AS TIMESTAMP), epoch_us(t1."seen"), 'yyyy-MM-dd HH:mm') AS VARCHAR
  ) AS "f",
  CAST(CAST("spark_parse_datetime_False_Ansi_try_to_date"(t1."name", 'dd.MM.yyyy') AS DATE) AS DATE) AS "d",
  CAST(CAST(floor(epoch(t1."seen")) AS BIGINT) AS BIGINT) AS "u"
FROM people() AS t1

-- SELECT id FROM people WHERE born = DATE '2024-02-29' AND seen >= TIMESTAMP '2024-02-29 12:00:00'
SELECT CAST(t1."id" AS BIGINT) AS "id"
FROM people(born Equal DATE '2024-02-29', seen GreaterThanOrEqual TIMESTAMP '2024-02-29 12:00:00') AS t1
WHERE (
  (t1."born" = (DATE '1970-01-01' + CAST(19782 AS INTEGER))) AND (t1."seen" >= make_timestamptz(CAST(1709208000000000 AS BIGINT)))
)
