using Google.Protobuf;
using Microsoft.Spark.Sql.Types;
using Proto = global::Spark.Connect;

namespace Microsoft.Spark.Sql;

/// <content>DataFrames of the program's own data.</content>
public sealed partial class SparkSession
{
    private const string ValueColumn = "_1";

    /// <summary>A DataFrame of rows. Numbers fit into wider columns; everything else has to be of the column's type.</summary>
    /// <exception cref="ArgumentException">A row does not fit the schema.</exception>
    public DataFrame CreateDataFrame(IEnumerable<GenericRow> data, StructType schema) => NewLocal(LocalRows.Encode(data, schema), schema);

    /// <summary>A DataFrame of rows of another result.</summary>
    /// <exception cref="ArgumentException">A row does not fit the schema.</exception>
    public DataFrame CreateDataFrame(IEnumerable<Row> data, StructType schema) =>
        CreateDataFrame(data.Select(row => new GenericRow(row.Values)), schema);

    /// <summary>A DataFrame with one column, <c>_1</c>.</summary>
    public DataFrame CreateDataFrame(IEnumerable<int> data) => FromValues(data, new IntegerType(), false);

    /// <inheritdoc cref="CreateDataFrame(IEnumerable{int})"/>
    public DataFrame CreateDataFrame(IEnumerable<int?> data) => FromValues(data, new IntegerType(), true);

    /// <inheritdoc cref="CreateDataFrame(IEnumerable{int})"/>
    public DataFrame CreateDataFrame(IEnumerable<long> data) => FromValues(data, new LongType(), false);

    /// <inheritdoc cref="CreateDataFrame(IEnumerable{int})"/>
    public DataFrame CreateDataFrame(IEnumerable<string?> data) => FromValues(data, new StringType(), true);

    /// <inheritdoc cref="CreateDataFrame(IEnumerable{int})"/>
    public DataFrame CreateDataFrame(IEnumerable<double> data) => FromValues(data, new DoubleType(), false);

    /// <inheritdoc cref="CreateDataFrame(IEnumerable{int})"/>
    public DataFrame CreateDataFrame(IEnumerable<double?> data) => FromValues(data, new DoubleType(), true);

    /// <inheritdoc cref="CreateDataFrame(IEnumerable{int})"/>
    public DataFrame CreateDataFrame(IEnumerable<bool> data) => FromValues(data, new BooleanType(), false);

    /// <inheritdoc cref="CreateDataFrame(IEnumerable{int})"/>
    public DataFrame CreateDataFrame(IEnumerable<bool?> data) => FromValues(data, new BooleanType(), true);

    /// <inheritdoc cref="CreateDataFrame(IEnumerable{int})"/>
    public DataFrame CreateDataFrame(IEnumerable<Date?> data) => FromValues(data, new DateType(), true);

    /// <inheritdoc cref="CreateDataFrame(IEnumerable{int})"/>
    public DataFrame CreateDataFrame(IEnumerable<Timestamp?> data) => FromValues(data, new TimestampType(), true);

    /// <summary>A DataFrame of objects: a column for each public property, or <c>_1</c>, <c>_2</c>... for the items of tuples.</summary>
    /// <remarks>Properties of other objects, of lists and of dictionaries become structs, arrays and maps. A decimal is <c>DECIMAL(38,18)</c>.</remarks>
    /// <exception cref="ArgumentException">No Spark type stands for a property's type.</exception>
    public DataFrame CreateDataFrame<T>(IEnumerable<T> data)
    {
        var (type, nullable) = ClrTypes.ToDataType(typeof(T));
        return type is StructType schema ? NewLocal(LocalRows.EncodeObjects(data, schema), schema) : FromValues(data, type, nullable);
    }

    /// <summary>A DataFrame of objects whose columns have the names, types and order of a schema.</summary>
    /// <exception cref="ArgumentException">The schema has not as many columns as the objects, or a value does not fit.</exception>
    public DataFrame CreateDataFrame<T>(IEnumerable<T> data, StructType schema)
    {
        if (ClrTypes.ToDataType(typeof(T)).Type is not StructType { Fields.Count: var count })
            return NewLocal(LocalRows.EncodeValues(data, schema), schema);
        return count == schema.Fields.Count
            ? NewLocal(LocalRows.EncodeObjects(data, schema), schema)
            : throw new ArgumentException($"The objects have {count} columns, but the schema {schema.Fields.Count}.", nameof(schema));
    }

    private DataFrame FromValues<T>(IEnumerable<T> data, DataType type, bool nullable)
    {
        var schema = new StructType([new StructField(ValueColumn, type, nullable)]);
        return NewLocal(LocalRows.EncodeValues(data, schema), schema);
    }

    private DataFrame NewLocal(IReadOnlyList<byte[]> chunks, StructType schema)
    {
        var relations = chunks
            .Select(chunk => new Proto.Relation
            {
                LocalRelation = new() { Data = UnsafeByteOperations.UnsafeWrap(chunk), Schema = schema.Json },
            })
            .ToList();
        return NewDataFrame(
            relations.Count == 1
                ? relations[0]
                : relations
                    .Select(DataFrame.Identify)
                    .Aggregate(
                        (left, right) =>
                            DataFrame.Identify(
                                new()
                                {
                                    SetOp = new()
                                    {
                                        LeftInput = left,
                                        RightInput = right,
                                        SetOpType = Proto.SetOperation.Types.SetOpType.Union,
                                        IsAll = true,
                                    },
                                }
                            )
                    ),
            schema
        );
    }
}
