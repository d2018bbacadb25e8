-- SELECT id, amount FROM delta.`LAKE/sales` WHERE id > 150
SELECT CAST(t1."id" AS INTEGER) AS "id", CAST(t1."amount" AS DECIMAL(10,2)) AS "amount"
FROM (
  SELECT "id" AS "id", "amount" AS "amount"
  FROM read_parquet(
    [
      'LAKE/sales/day=2024-01-02/part-1.parquet',
      'LAKE/sales/day=2024-01-03/part-2.parquet'
    ],
    hive_partitioning = false,
    schema = MAP {
      'id': {name: 'id', type: 'INTEGER', default_value: NULL},
      'amount': {name: 'amount', type: 'DECIMAL(10,2)', default_value: NULL}
    }
  )
) AS t1
WHERE (t1."id" > 150)

-- SELECT count(*) FROM delta.`LAKE/sales` WHERE day = DATE '2024-01-02'
SELECT CAST(count() AS BIGINT) AS "count(1)"
FROM (
  SELECT CAST(CAST(ltrim(nullif('2024-01-02', ''), '+') AS DATE) AS DATE) AS "day"
  FROM read_parquet(
    [
      'LAKE/sales/day=2024-01-02/part-1.parquet'
    ],
    hive_partitioning = false,
    schema = MAP {'id': {name: 'id', type: 'INTEGER', default_value: NULL}}
  )
) AS t1
WHERE (t1."day" = (DATE '1970-01-01' + CAST(19724 AS INTEGER)))
HAVING count(*) >= 0

-- SELECT day, sum(amount) AS total FROM delta.`LAKE/sales` WHERE amount IS NOT NULL GROUP BY day
SELECT
  CAST(t1."day" AS DATE) AS "day",
  CAST(
    coalesce(
      TRY_CAST(sum(t1."amount") AS DECIMAL(20,2)),
      CASE
        WHEN sum(t1."amount") IS NOT NULL THEN error(
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
  ) AS "total"
FROM (
  SELECT
    "amount" AS "amount",
    CAST(
      [
        CAST(ltrim(nullif('2024-01-01', ''), '+') AS DATE),
        CAST(ltrim(nullif('2024-01-02', ''), '+') AS DATE),
        CAST(ltrim(nullif('2024-01-03', ''), '+') AS DATE)
      ] AS DATE[]
    )[CAST(file_index AS BIGINT) + 1] AS "day"
  FROM read_parquet(
    [
      'LAKE/sales/day=2024-01-01/part-1.parquet',
      'LAKE/sales/day=2024-01-02/part-2.parquet',
      'LAKE/sales/day=2024-01-03/part-3.parquet'
    ],
    hive_partitioning = false,
    schema = MAP {'amount': {name: 'amount', type: 'DECIMAL(10,2)', default_value: NULL}}
  )
) AS t1
WHERE (t1."amount" IS NOT NULL)
GROUP BY t1."day"
