namespace Microsoft.Spark.Sql;

/// <content>Arrays, maps and structs.</content>
public static partial class Functions
{
    /// <inheritdoc cref="Array(Column[])"/>
    public static Column Array(string columnName, params string[] columnNames) => Invoke("array", Columns(columnName, columnNames));

    /// <summary>What a function makes of the elements one after another, beginning with an initial value.</summary>
    /// <param name="merge">Makes a new value of the one so far and an element.</param>
    public static Column Aggregate(Column column, Column initialValue, Func<Column, Column, Column> merge) =>
        Invoke("aggregate", column, initialValue, Lambda(merge));

    /// <inheritdoc cref="Aggregate(Column, Column, Func{Column, Column, Column})"/>
    /// <param name="finish">Makes the result of the last value.</param>
    public static Column Aggregate(Column column, Column initialValue, Func<Column, Column, Column> merge, Func<Column, Column> finish) =>
        Invoke("aggregate", column, initialValue, Lambda(merge), Lambda(finish));

    /// <summary>The elements in order.</summary>
    /// <param name="asc">Whether the smallest comes first, after the nulls; or the largest, the nulls last.</param>
    public static Column SortArray(Column column, bool asc = true) => Invoke("sort_array", column, Lit(asc));

    /// <summary>An array of the values.</summary>
    public static Column Array(params Column[] columns) => Invoke("array", columns);

    /// <summary>The array with a value after it.</summary>
    public static Column ArrayAppend(Column column, object value) => Invoke("array_append", column, Lit(value));

    /// <summary>The array without its nulls.</summary>
    public static Column ArrayCompact(Column column) => Invoke("array_compact", column);

    /// <summary>Whether the array has the value.</summary>
    public static Column ArrayContains(Column column, object value) => Invoke("array_contains", column, Lit(value));

    /// <summary>Each distinct element once.</summary>
    public static Column ArrayDistinct(Column column) => Invoke("array_distinct", column);

    /// <summary>The distinct elements that the second array does not have.</summary>
    public static Column ArrayExcept(Column col1, Column col2) => Invoke("array_except", col1, col2);

    /// <summary>The array with a value put at a position, from 1 or from the end.</summary>
    public static Column ArrayInsert(Column column, Column position, object value) => Invoke("array_insert", column, position, Lit(value));

    /// <summary>The distinct elements that both arrays have.</summary>
    public static Column ArrayIntersect(Column col1, Column col2) => Invoke("array_intersect", col1, col2);

    /// <summary>The elements as one text, without nulls or with a text for them.</summary>
    public static Column ArrayJoin(Column column, string delimiter) => Invoke("array_join", column, Lit(delimiter));

    /// <summary>The elements as one text, without nulls or with a text for them.</summary>
    public static Column ArrayJoin(Column column, string delimiter, string nullReplacement) =>
        Invoke("array_join", column, Lit(delimiter), Lit(nullReplacement));

    /// <summary>The greatest element.</summary>
    public static Column ArrayMax(Column column) => Invoke("array_max", column);

    /// <summary>The least element.</summary>
    public static Column ArrayMin(Column column) => Invoke("array_min", column);

    /// <summary>The position, from 1, of the value's first occurrence; 0 for none.</summary>
    public static Column ArrayPosition(Column column, object value) => Invoke("array_position", column, Lit(value));

    /// <summary>The array with a value before it.</summary>
    public static Column ArrayPrepend(Column column, object value) => Invoke("array_prepend", column, Lit(value));

    /// <summary>The array without the elements that equal the value.</summary>
    public static Column ArrayRemove(Column column, object element) => Invoke("array_remove", column, Lit(element));

    /// <summary>An array of a value that many times.</summary>
    public static Column ArrayRepeat(Column left, Column right) => Invoke("array_repeat", left, right);

    /// <summary>An array of a value that many times.</summary>
    public static Column ArrayRepeat(Column left, int count) => Invoke("array_repeat", left, Lit(count));

    /// <summary>The number of elements.</summary>
    public static Column ArraySize(Column column) => Invoke("array_size", column);

    /// <summary>The elements in ascending order, nulls last; or in the order of a comparator that gives a negative number, 0 or a positive one.</summary>
    public static Column ArraySort(Column column) => Invoke("array_sort", column);

    /// <summary>The elements in ascending order, nulls last; or in the order of a comparator that gives a negative number, 0 or a positive one.</summary>
    public static Column ArraySort(Column column, Func<Column, Column, Column> comparator) =>
        Invoke("array_sort", column, Lambda(comparator));

    /// <summary>The distinct elements of both arrays.</summary>
    public static Column ArrayUnion(Column col1, Column col2) => Invoke("array_union", col1, col2);

    /// <summary>Whether the arrays have an element in common.</summary>
    public static Column ArraysOverlap(Column a1, Column a2) => Invoke("arrays_overlap", a1, a2);

    /// <summary>An array of structs of the arrays' elements at each position.</summary>
    public static Column ArraysZip(params Column[] columns) => Invoke("arrays_zip", columns);

    /// <summary>The number of elements.</summary>
    public static Column Cardinality(Column column) => Invoke("cardinality", column);

    /// <summary>A map of keys and values in turn.</summary>
    public static Column Map(params Column[] columns) => Invoke("map", columns);

    /// <summary>A map of keys and values in turn.</summary>
    public static Column CreateMap(params Column[] columns) => Invoke("map", columns);

    /// <summary>The element at a position, from 1 or from the end, or the value of a key.</summary>
    public static Column ElementAt(Column column, object value) => Invoke("element_at", column, Lit(value));

    /// <summary>The element at a position or the value of a key; null where there is none.</summary>
    public static Column TryElementAt(Column column, Column value) => Invoke("try_element_at", column, value);

    /// <summary>Whether the predicate holds for an element.</summary>
    public static Column Exists(Column column, Func<Column, Column> predicate) => Invoke("exists", column, Lambda(predicate));

    /// <summary>The elements for which the predicate holds.</summary>
    public static Column Filter(Column column, Func<Column, Column> predicate) => Invoke("filter", column, Lambda(predicate));

    /// <summary>The elements for which the predicate, of the element and its position from 0, holds.</summary>
    public static Column Filter(Column column, Func<Column, Column, Column> predicate) => Invoke("filter", column, Lambda(predicate));

    /// <summary>The elements of an array's arrays.</summary>
    public static Column Flatten(Column column) => Invoke("flatten", column);

    /// <summary>Whether the predicate holds for all elements.</summary>
    public static Column ForAll(Column column, Func<Column, Column> predicate) => Invoke("forall", column, Lambda(predicate));

    /// <summary>The element at a position from 0; null where there is none.</summary>
    public static Column Get(Column column, Column index) => Invoke("get", column, index);

    /// <summary>The entries of all maps.</summary>
    public static Column MapConcat(params Column[] columns) => Invoke("map_concat", columns);

    /// <summary>Whether the map has the key.</summary>
    public static Column MapContainsKey(Column column, object key) => Invoke("map_contains_key", column, Lit(key));

    /// <summary>The entries as an array of structs.</summary>
    public static Column MapEntries(Column column) => Invoke("map_entries", column);

    /// <summary>The entries for which the predicate of key and value holds.</summary>
    public static Column MapFilter(Column column, Func<Column, Column, Column> predicate) =>
        Invoke("map_filter", column, Lambda(predicate));

    /// <summary>A map of an array of keys and an array of values.</summary>
    public static Column MapFromArrays(Column key, Column values) => Invoke("map_from_arrays", key, values);

    /// <summary>A map of an array of structs of key and value.</summary>
    public static Column MapFromEntries(Column column) => Invoke("map_from_entries", column);

    /// <summary>The keys, as an array.</summary>
    public static Column MapKeys(Column column) => Invoke("map_keys", column);

    /// <summary>The values, as an array.</summary>
    public static Column MapValues(Column column) => Invoke("map_values", column);

    /// <summary>The map of both maps' keys to what the function makes of key and both values.</summary>
    public static Column MapZipWith(Column map1, Column map2, Func<Column, Column, Column, Column> function) =>
        Invoke("map_zip_with", map1, map2, Lambda(function));

    /// <summary>A struct of names and values in turn.</summary>
    public static Column NamedStruct(params Column[] columns) => Invoke("named_struct", columns);

    /// <summary>The text or array from its end.</summary>
    public static Column Reverse(Column column) => Invoke("reverse", column);

    /// <summary>The values from the start to the stop, both included, as an array.</summary>
    public static Column Sequence(Column start, Column stop) => Invoke("sequence", start, stop);

    /// <summary>The values from the start to the stop, both included, as an array.</summary>
    public static Column Sequence(Column start, Column stop, Column step) => Invoke("sequence", start, stop, step);

    /// <summary>The elements in random order.</summary>
    public static Column Shuffle(Column column) => Invoke("shuffle", column);

    /// <summary>The number of elements of an array or map.</summary>
    public static Column Size(Column column) => Invoke("size", column);

    /// <summary>A part of the array, from a position counted from 1 or from the end.</summary>
    public static Column Slice(Column column, int start, int length) => Invoke("slice", column, Lit(start), Lit(length));

    /// <summary>A part of the array, from a position counted from 1 or from the end.</summary>
    public static Column Slice(Column column, Column start, Column length) => Invoke("slice", column, start, length);

    /// <summary>Text such as <c>a:1,b:2</c> as a map.</summary>
    public static Column StrToMap(Column text) => Invoke("str_to_map", text);

    /// <summary>Text such as <c>a:1,b:2</c> as a map.</summary>
    public static Column StrToMap(Column text, Column pairDelim) => Invoke("str_to_map", text, pairDelim);

    /// <summary>Text such as <c>a:1,b:2</c> as a map.</summary>
    public static Column StrToMap(Column text, Column pairDelim, Column keyValueDelim) =>
        Invoke("str_to_map", text, pairDelim, keyValueDelim);

    /// <summary>What the function makes of each element.</summary>
    public static Column Transform(Column column, Func<Column, Column> function) => Invoke("transform", column, Lambda(function));

    /// <summary>What the function makes of each element and its position from 0.</summary>
    public static Column Transform(Column column, Func<Column, Column, Column> function) => Invoke("transform", column, Lambda(function));

    /// <summary>The map with the keys that the function makes of key and value.</summary>
    public static Column TransformKeys(Column column, Func<Column, Column, Column> function) =>
        Invoke("transform_keys", column, Lambda(function));

    /// <summary>The map with the values that the function makes of key and value.</summary>
    public static Column TransformValues(Column column, Func<Column, Column, Column> function) =>
        Invoke("transform_values", column, Lambda(function));

    /// <summary>What the function makes of the elements of both arrays at each position.</summary>
    public static Column ZipWith(Column left, Column right, Func<Column, Column, Column> function) =>
        Invoke("zip_with", left, right, Lambda(function));
}
