namespace Microsoft.Spark.Sql;

/// <content>Sketches and bitmaps.</content>
public static partial class Functions
{
    /// <summary>About the most frequent values and how often they come.</summary>
    public static Column ApproxTopK(Column column) => Invoke("approx_top_k", column);

    /// <summary>About the most frequent values and how often they come.</summary>
    public static Column ApproxTopK(Column column, int k) => Invoke("approx_top_k", column, Lit(k));

    /// <summary>About the most frequent values and how often they come.</summary>
    public static Column ApproxTopK(Column column, int k, int maxItemsTracked) =>
        Invoke("approx_top_k", column, Lit(k), Lit(maxItemsTracked));

    /// <summary>A count-min sketch, in bytes.</summary>
    public static Column CountMinSketch(Column column, Column eps, Column confidence) =>
        Invoke("count_min_sketch", column, eps, confidence);

    /// <summary>A count-min sketch, in bytes.</summary>
    public static Column CountMinSketch(Column column, Column eps, Column confidence, Column seed) =>
        Invoke("count_min_sketch", column, eps, confidence, seed);

    /// <summary>A HyperLogLog sketch, in bytes.</summary>
    public static Column HllSketchAgg(Column column) => Invoke("hll_sketch_agg", column);

    /// <summary>A HyperLogLog sketch, in bytes.</summary>
    public static Column HllSketchAgg(Column column, int lgConfigK) => Invoke("hll_sketch_agg", column, Lit(lgConfigK));

    /// <summary>About how many distinct values a HyperLogLog sketch saw.</summary>
    public static Column HllSketchEstimate(Column column) => Invoke("hll_sketch_estimate", column);

    /// <summary>The HyperLogLog sketch of both.</summary>
    public static Column HllUnion(Column sketch1, Column sketch2) => Invoke("hll_union", sketch1, sketch2);

    /// <summary>The HyperLogLog sketch of both.</summary>
    public static Column HllUnion(Column sketch1, Column sketch2, bool allowDifferentLgConfigK) =>
        Invoke("hll_union", sketch1, sketch2, Lit(allowDifferentLgConfigK));

    /// <summary>The HyperLogLog sketch of all.</summary>
    public static Column HllUnionAgg(Column column) => Invoke("hll_union_agg", column);

    /// <summary>The HyperLogLog sketch of all.</summary>
    public static Column HllUnionAgg(Column column, bool allowDifferentLgConfigK) =>
        Invoke("hll_union_agg", column, Lit(allowDifferentLgConfigK));

    /// <summary>A theta sketch, in bytes.</summary>
    public static Column ThetaSketchAgg(Column column) => Invoke("theta_sketch_agg", column);

    /// <summary>A theta sketch, in bytes.</summary>
    public static Column ThetaSketchAgg(Column column, int lgNomEntries) => Invoke("theta_sketch_agg", column, Lit(lgNomEntries));

    /// <summary>The theta sketch of all values in any.</summary>
    public static Column ThetaUnionAgg(Column column) => Invoke("theta_union_agg", column);

    /// <summary>The theta sketch of all values in any.</summary>
    public static Column ThetaUnionAgg(Column column, int lgNomEntries) => Invoke("theta_union_agg", column, Lit(lgNomEntries));

    /// <summary>The theta sketch of the values in all.</summary>
    public static Column ThetaIntersectionAgg(Column column) => Invoke("theta_intersection_agg", column);

    /// <summary>About how many distinct values a theta sketch saw.</summary>
    public static Column ThetaSketchEstimate(Column column) => Invoke("theta_sketch_estimate", column);

    /// <summary>The theta sketch of the values in either.</summary>
    public static Column ThetaUnion(Column sketch1, Column sketch2) => Invoke("theta_union", sketch1, sketch2);

    /// <summary>The theta sketch of the values in either.</summary>
    public static Column ThetaUnion(Column sketch1, Column sketch2, int lgNomEntries) =>
        Invoke("theta_union", sketch1, sketch2, Lit(lgNomEntries));

    /// <summary>The theta sketch of the values in both.</summary>
    public static Column ThetaIntersection(Column sketch1, Column sketch2) => Invoke("theta_intersection", sketch1, sketch2);

    /// <summary>The theta sketch of the values in the first only.</summary>
    public static Column ThetaDifference(Column sketch1, Column sketch2) => Invoke("theta_difference", sketch1, sketch2);

    /// <summary>The bit that stands for the number within its bucket.</summary>
    public static Column BitmapBitPosition(Column column) => Invoke("bitmap_bit_position", column);

    /// <summary>The bucket that the number belongs to.</summary>
    public static Column BitmapBucketNumber(Column column) => Invoke("bitmap_bucket_number", column);

    /// <summary>The bitmap of the bits at all positions.</summary>
    public static Column BitmapConstructAgg(Column column) => Invoke("bitmap_construct_agg", column);

    /// <summary>The number of bits that are set in the bitmap.</summary>
    public static Column BitmapCount(Column column) => Invoke("bitmap_count", column);

    /// <summary>The bitmap of the bits that are set in any.</summary>
    public static Column BitmapOrAgg(Column column) => Invoke("bitmap_or_agg", column);

    /// <summary>The bitmap of the bits that are set in all.</summary>
    public static Column BitmapAndAgg(Column column) => Invoke("bitmap_and_agg", column);

    /// <summary>A KLL sketch of quantiles, in bytes.</summary>
    public static Column KllSketchAggBigint(Column column) => Invoke("kll_sketch_agg_bigint", column);

    /// <summary>A KLL sketch of quantiles, in bytes.</summary>
    public static Column KllSketchAggBigint(Column column, int k) => Invoke("kll_sketch_agg_bigint", column, Lit(k));

    /// <summary>The KLL sketch of all.</summary>
    public static Column KllMergeAggBigint(Column column) => Invoke("kll_merge_agg_bigint", column);

    /// <summary>The KLL sketch of all.</summary>
    public static Column KllMergeAggBigint(Column column, int k) => Invoke("kll_merge_agg_bigint", column, Lit(k));

    /// <summary>The KLL sketch of both.</summary>
    public static Column KllSketchMergeBigint(Column left, Column right) => Invoke("kll_sketch_merge_bigint", left, right);

    /// <summary>How many values a KLL sketch saw.</summary>
    public static Column KllSketchGetNBigint(Column column) => Invoke("kll_sketch_get_n_bigint", column);

    /// <summary>About the value at a rank from 0 to 1.</summary>
    public static Column KllSketchGetQuantileBigint(Column sketch, Column rank) => Invoke("kll_sketch_get_quantile_bigint", sketch, rank);

    /// <summary>About the rank, from 0 to 1, of a value.</summary>
    public static Column KllSketchGetRankBigint(Column sketch, Column quantile) => Invoke("kll_sketch_get_rank_bigint", sketch, quantile);

    /// <summary>A KLL sketch in words.</summary>
    public static Column KllSketchToStringBigint(Column column) => Invoke("kll_sketch_to_string_bigint", column);

    /// <summary>A KLL sketch of quantiles, in bytes.</summary>
    public static Column KllSketchAggFloat(Column column) => Invoke("kll_sketch_agg_float", column);

    /// <summary>A KLL sketch of quantiles, in bytes.</summary>
    public static Column KllSketchAggFloat(Column column, int k) => Invoke("kll_sketch_agg_float", column, Lit(k));

    /// <summary>The KLL sketch of all.</summary>
    public static Column KllMergeAggFloat(Column column) => Invoke("kll_merge_agg_float", column);

    /// <summary>The KLL sketch of all.</summary>
    public static Column KllMergeAggFloat(Column column, int k) => Invoke("kll_merge_agg_float", column, Lit(k));

    /// <summary>The KLL sketch of both.</summary>
    public static Column KllSketchMergeFloat(Column left, Column right) => Invoke("kll_sketch_merge_float", left, right);

    /// <summary>How many values a KLL sketch saw.</summary>
    public static Column KllSketchGetNFloat(Column column) => Invoke("kll_sketch_get_n_float", column);

    /// <summary>About the value at a rank from 0 to 1.</summary>
    public static Column KllSketchGetQuantileFloat(Column sketch, Column rank) => Invoke("kll_sketch_get_quantile_float", sketch, rank);

    /// <summary>About the rank, from 0 to 1, of a value.</summary>
    public static Column KllSketchGetRankFloat(Column sketch, Column quantile) => Invoke("kll_sketch_get_rank_float", sketch, quantile);

    /// <summary>A KLL sketch in words.</summary>
    public static Column KllSketchToStringFloat(Column column) => Invoke("kll_sketch_to_string_float", column);

    /// <summary>A KLL sketch of quantiles, in bytes.</summary>
    public static Column KllSketchAggDouble(Column column) => Invoke("kll_sketch_agg_double", column);

    /// <summary>A KLL sketch of quantiles, in bytes.</summary>
    public static Column KllSketchAggDouble(Column column, int k) => Invoke("kll_sketch_agg_double", column, Lit(k));

    /// <summary>The KLL sketch of all.</summary>
    public static Column KllMergeAggDouble(Column column) => Invoke("kll_merge_agg_double", column);

    /// <summary>The KLL sketch of all.</summary>
    public static Column KllMergeAggDouble(Column column, int k) => Invoke("kll_merge_agg_double", column, Lit(k));

    /// <summary>The KLL sketch of both.</summary>
    public static Column KllSketchMergeDouble(Column left, Column right) => Invoke("kll_sketch_merge_double", left, right);

    /// <summary>How many values a KLL sketch saw.</summary>
    public static Column KllSketchGetNDouble(Column column) => Invoke("kll_sketch_get_n_double", column);

    /// <summary>About the value at a rank from 0 to 1.</summary>
    public static Column KllSketchGetQuantileDouble(Column sketch, Column rank) => Invoke("kll_sketch_get_quantile_double", sketch, rank);

    /// <summary>About the rank, from 0 to 1, of a value.</summary>
    public static Column KllSketchGetRankDouble(Column sketch, Column quantile) => Invoke("kll_sketch_get_rank_double", sketch, quantile);

    /// <summary>A KLL sketch in words.</summary>
    public static Column KllSketchToStringDouble(Column column) => Invoke("kll_sketch_to_string_double", column);
}
