using Spark.Embedded.Errors;
using Spark.Embedded.Plan;

namespace Spark.Embedded.Functions;

/// <summary>Functions of Spark that this engine does not have: a call of one is refused before anything runs.</summary>
internal static class RefusedFunctions
{
    public static IReadOnlyList<FunctionRow> Rows =>
        [
            Refused(
                "sketches of Apache DataSketches",
                "approx_top_k",
                "approx_top_k_accumulate",
                "approx_top_k_combine",
                "approx_top_k_estimate",
                "hll_sketch_agg",
                "hll_sketch_estimate",
                "hll_union",
                "hll_union_agg",
                "kll_merge_agg_bigint",
                "kll_merge_agg_double",
                "kll_merge_agg_float",
                "kll_sketch_agg_bigint",
                "kll_sketch_agg_double",
                "kll_sketch_agg_float",
                "kll_sketch_get_n_bigint",
                "kll_sketch_get_n_double",
                "kll_sketch_get_n_float",
                "kll_sketch_get_quantile_bigint",
                "kll_sketch_get_quantile_double",
                "kll_sketch_get_quantile_float",
                "kll_sketch_get_rank_bigint",
                "kll_sketch_get_rank_double",
                "kll_sketch_get_rank_float",
                "kll_sketch_merge_bigint",
                "kll_sketch_merge_double",
                "kll_sketch_merge_float",
                "kll_sketch_to_string_bigint",
                "kll_sketch_to_string_double",
                "kll_sketch_to_string_float",
                "theta_difference",
                "theta_intersection",
                "theta_intersection_agg",
                "theta_sketch_agg",
                "theta_sketch_estimate",
                "theta_union",
                "theta_union_agg"
            ),
            Refused("collations", "collate"),
            Refused("a sketch of Spark's own layout", "count_min_sketch"),
            Refused("the time type", "current_time", "make_time", "time_diff", "time_trunc", "to_time", "try_to_time"),
            Refused("CSV in columns", "from_csv", "schema_of_csv", "to_csv"),
            Refused("XML", "from_xml", "schema_of_xml", "to_xml"),
            Refused("bins that depend on the order of merges", "histogram_numeric"),
            Refused("the reader's state", "input_file_block_length", "input_file_block_start"),
            Refused(
                "the variant type",
                "is_variant_null",
                "parse_json",
                "schema_of_variant",
                "schema_of_variant_agg",
                "to_variant_object",
                "try_parse_json",
                "try_variant_get",
                "variant_get"
            ),
            Refused("calls of Java methods", "java_method", "reflect", "try_reflect"),
            Refused("random text", "randstr"),
            Refused("Java's break iterator", "sentences"),
            Refused("time windows", "session_window", "window", "window_time"),
            Refused("geospatial types", "st_asbinary", "st_geogfromwkb", "st_geomfromwkb", "st_setsrid", "st_srid"),
            Refused("random numbers of a type", "uniform"),
            Refused(
                "XPath",
                "xpath",
                "xpath_boolean",
                "xpath_double",
                "xpath_float",
                "xpath_int",
                "xpath_long",
                "xpath_number",
                "xpath_short",
                "xpath_string"
            ),
        ];

    /// <summary>Functions that ask for something that the engine lacks.</summary>
    private static FunctionRow Refused(string lacking, params IReadOnlyList<string> names) =>
        new(names, null, Refuse) { Refusal = lacking };

    private static FunctionDefinition Refuse(string name) =>
        new(name, FunctionKind.Scalar, call => throw SparkErrors.Unsupported($"the function {call.Name.ToLowerInvariant()}"));
}
