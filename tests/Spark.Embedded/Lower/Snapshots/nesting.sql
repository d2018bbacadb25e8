-- SELECT address.city AS c, props['k'] AS k, tags[0] AS t, element_at(tags, -1) AS l FROM people
SELECT
  CAST(struct_extract(t1."address", 'city') AS VARCHAR) AS "c",
  CAST(map_extract_value(t1."props", 'k') AS INTEGER) AS "k",
  CAST(
    CASE WHEN 0 < 0 OR 0 >= len(t1."tags") THEN error(
      '{"errorClass":"INVALID_ARRAY_INDEX","parameters":{"indexValue":'
        || coalesce(CAST(to_json(CAST(0 AS VARCHAR)) AS VARCHAR), 'null')
        || ',"arraySize":'
        || coalesce(CAST(to_json(CAST(len(t1."tags") AS VARCHAR)) AS VARCHAR), 'null')
        || ',"ansiConfig":'
        || coalesce(CAST(to_json(CAST('"spark.sql.ansi.enabled"' AS VARCHAR)) AS VARCHAR), 'null')
        || '}}'
    ) ELSE t1."tags"[0 + 1] END AS VARCHAR
  ) AS "t",
  CAST(
    CASE
      WHEN t1."tags" IS NULL OR (-1) IS NULL THEN NULL
      WHEN (-1) = 0 THEN error('{"errorClass":"INVALID_INDEX_OF_ZERO"}')
      WHEN abs((-1)) > len(t1."tags") THEN error(
        '{"errorClass":"INVALID_ARRAY_INDEX_IN_ELEMENT_AT","parameters":{"indexValue":'
          || coalesce(CAST(to_json(CAST((-1) AS VARCHAR)) AS VARCHAR), 'null')
          || ',"arraySize":'
          || coalesce(CAST(to_json(CAST(len(t1."tags") AS VARCHAR)) AS VARCHAR), 'null')
          || ',"ansiConfig":'
          || coalesce(CAST(to_json(CAST('"spark.sql.ansi.enabled"' AS VARCHAR)) AS VARCHAR), 'null')
          || '}}'
      )
      ELSE t1."tags"[(-1)]
    END AS VARCHAR
  ) AS "l"
FROM people() AS t1

-- SELECT transform(tags, t -> upper(t)) AS u, filter(tags, (t, i) -> i > 0 AND t <> name) AS f FROM people
SELECT
  CAST(
    list_transform(
      t1."tags",
      lambda l10: CASE WHEN octet_length(encode(l10)) = length(l10) THEN upper(l10) ELSE "spark_upper"(l10) END
    ) AS VARCHAR[]
  ) AS "u",
  CAST(
    list_filter(
      t1."tags",
      lambda l11,
      spark_index: list_transform([CAST(spark_index - 1 AS INTEGER)], lambda l12: ((l12 > 0) AND (NOT (l11 = t1."name"))))[1]
    ) AS VARCHAR[]
  ) AS "f"
FROM people() AS t1

-- SELECT named_struct('a', id, 'b', array(age, 1)) AS s, map(name, id) AS m FROM people
SELECT
  CAST({'a': t1."id", 'b': [t1."age", 1]} AS STRUCT("a" BIGINT, "b" INTEGER[])) AS "s",
  CAST(
    "spark_map<string,bigint>"(CAST([t1."name"] AS VARCHAR[]), CAST([t1."id"] AS BIGINT[])) AS MAP(VARCHAR, BIGINT)
  ) AS "m"
FROM people() AS t1

-- SELECT s.a.b AS x FROM (SELECT named_struct('a', named_struct('b', address)) AS s FROM people) WHERE s.a.b.city = 'Rome'
SELECT CAST(
  struct_extract(struct_extract({'a': {'b': t1."address"}}, 'a'), 'b') AS STRUCT("city" VARCHAR, "zip" INTEGER)
) AS "x"
FROM people() AS t1
WHERE (
  struct_extract(struct_extract(struct_extract({'a': {'b': t1."address"}}, 'a'), 'b'), 'city') = 'Rome'
)

-- SELECT aggregate(tags, 0, (acc, t) -> acc + length(t)) AS n, exists(tags, t -> t IS NULL) AS e FROM people
SELECT
  CAST(
    list_reduce(
      list_transform(t1."tags", lambda spark_e: {'s': CAST(NULL AS INTEGER), 'e': spark_e}),
      lambda spark_s,
      spark_n: {
        's': CAST(
          list_transform(
            [spark_s.s],
            lambda l10: list_transform([spark_n.e], lambda l11: ((l10 + CAST(length(l11) AS INTEGER))))[1]
          )[1] AS INTEGER
        ),
        'e': CAST(NULL AS VARCHAR)
      },
      {'s': CAST(0 AS INTEGER), 'e': CAST(NULL AS VARCHAR)}
    ).s AS INTEGER
  ) AS "n",
  CAST(
    CASE
      WHEN t1."tags" IS NULL THEN NULL
      WHEN list_contains(list_transform(t1."tags", lambda l12: (l12 IS NULL)), true)
        THEN true
      WHEN list_count(list_transform(t1."tags", lambda l12: (l12 IS NULL))) < len(list_transform(t1."tags", lambda l12: (l12 IS NULL)))
        THEN NULL
      ELSE false
    END AS BOOLEAN
  ) AS "e"
FROM people() AS t1
