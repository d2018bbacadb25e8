using System.Collections;
using System.Globalization;
using Google.Protobuf;
using Microsoft.Spark.Sql.Types;
using Literal = global::Spark.Connect.Expression.Types.Literal;
using Proto = global::Spark.Connect;

namespace Microsoft.Spark.Sql;

/// <summary>CLR values as literals of the protocol, and back.</summary>
internal static class Literals
{
    public static Proto.Expression Expression(object? value) => new() { Literal = Of(value) };

    /// <summary>The literal that a value stands for.</summary>
    /// <exception cref="ArgumentException">Spark has no literal for the value's type.</exception>
    public static Literal Of(object? value) =>
        value switch
        {
            null => new() { Null = new() { Null = new() } },
            bool b => new() { Boolean = b },
            sbyte i => new() { Byte = i },
            byte i => new() { Short = i },
            short i => new() { Short = i },
            ushort i => new() { Integer = i },
            int i => new() { Integer = i },
            uint i => new() { Long = i },
            long i => new() { Long = i },
            float f => new() { Float = f },
            double d => new() { Double = d },
            decimal d => new() { Decimal = Decimal(d) },
            string s => new() { String = s },
            char c => new() { String = c.ToString() },
            byte[] bytes => new() { Binary = ByteString.CopyFrom(bytes) },
            Date date => new() { Date = date.DaysSinceEpoch },
            DateOnly date => new() { Date = new Date(date).DaysSinceEpoch },
            Timestamp timestamp => new() { Timestamp = timestamp.MicrosecondsSinceEpoch },
            DateTime dateTime => new() { Timestamp = new Timestamp(dateTime).MicrosecondsSinceEpoch },
            DateTimeOffset instant => new() { Timestamp = new Timestamp(instant).MicrosecondsSinceEpoch },
            TimeSpan span => new() { DayTimeInterval = span.Ticks / TimeSpan.TicksPerMicrosecond },
            TimeOnly time => new()
            {
                Time = new() { Nano = time.Ticks * 100, Precision = 6 },
            },
            Guid guid => new() { String = guid.ToString() },
            Enum name => new() { String = name.ToString() },
            IDictionary map => Map(map),
            IEnumerable list => Array(list),
            _ => throw new ArgumentException(
                $"A value of type {value.GetType()} is no literal: use a number, text, bool, date, timestamp, interval, bytes, a list or a dictionary.",
                nameof(value)
            ),
        };

    /// <summary>The CLR value of a literal, as observed metrics carry them.</summary>
    public static object? Value(Literal literal) =>
        literal.LiteralTypeCase switch
        {
            Literal.LiteralTypeOneofCase.Null or Literal.LiteralTypeOneofCase.None => null,
            Literal.LiteralTypeOneofCase.Binary => literal.Binary.ToByteArray(),
            Literal.LiteralTypeOneofCase.Boolean => literal.Boolean,
            Literal.LiteralTypeOneofCase.Byte => (sbyte)literal.Byte,
            Literal.LiteralTypeOneofCase.Short => (short)literal.Short,
            Literal.LiteralTypeOneofCase.Integer => literal.Integer,
            Literal.LiteralTypeOneofCase.Long => literal.Long,
            Literal.LiteralTypeOneofCase.Float => literal.Float,
            Literal.LiteralTypeOneofCase.Double => literal.Double,
            Literal.LiteralTypeOneofCase.Decimal => decimal.Parse(literal.Decimal.Value, NumberStyles.Float, CultureInfo.InvariantCulture),
            Literal.LiteralTypeOneofCase.String => literal.String,
            Literal.LiteralTypeOneofCase.Date => new Date(Date.FromDaysSinceEpoch(literal.Date)),
            Literal.LiteralTypeOneofCase.Timestamp => new Timestamp(
                Timestamp.FromMicrosecondsSinceEpoch(literal.Timestamp, DateTimeKind.Utc)
            ),
            Literal.LiteralTypeOneofCase.TimestampNtz => Timestamp.FromMicrosecondsSinceEpoch(
                literal.TimestampNtz,
                DateTimeKind.Unspecified
            ),
            Literal.LiteralTypeOneofCase.DayTimeInterval => TimeSpan.FromMicroseconds(literal.DayTimeInterval),
            Literal.LiteralTypeOneofCase.Time => new TimeOnly(literal.Time.Nano / 100),
            Literal.LiteralTypeOneofCase.YearMonthInterval => literal.YearMonthInterval,
            Literal.LiteralTypeOneofCase.Array => new ArrayList(literal.Array.Elements.Select(Value).ToArray()),
            Literal.LiteralTypeOneofCase.Map => MapValue(literal.Map),
            Literal.LiteralTypeOneofCase.Struct => new GenericRow([.. literal.Struct.Elements.Select(Value)]),
            var kind => throw new SparkUnsupportedOperationException($"Literals of kind {kind} have no value in .NET here."),
        };

    private static Hashtable MapValue(Literal.Types.Map map)
    {
        var table = new Hashtable();
        foreach (var (key, value) in map.Keys.Zip(map.Values))
            table[Value(key)!] = Value(value);
        return table;
    }

    private static Literal.Types.Decimal Decimal(decimal value)
    {
        var text = value.ToString(CultureInfo.InvariantCulture);
        int scale = value.Scale;
        var digits = text.Count(char.IsAsciiDigit) - (text.TrimStart('-').StartsWith("0.", StringComparison.Ordinal) ? 1 : 0);
        return new()
        {
            Value = text,
            Precision = Math.Max(Math.Max(digits, scale), 1),
            Scale = scale,
        };
    }

    private static Literal Array(IEnumerable list)
    {
        var array = new Literal.Types.Array();
        foreach (var element in list)
            array.Elements.Add(Of(element));
        SetElementType(array, TypeOf(array.Elements));
        return new() { Array = array };
    }

    private static Literal Map(IDictionary entries)
    {
        var map = new Literal.Types.Map();
        foreach (DictionaryEntry entry in entries)
        {
            map.Keys.Add(Of(entry.Key));
            map.Values.Add(Of(entry.Value));
        }

#pragma warning disable CS0612 // Servers before 4.1 know only these fields.
        map.KeyType = TypeOf(map.Keys);
        map.ValueType = TypeOf(map.Values);
#pragma warning restore CS0612
        return new() { Map = map };
    }

    private static void SetElementType(Literal.Types.Array array, Proto.DataType type)
    {
#pragma warning disable CS0612 // Servers before 4.1 know only this field.
        array.ElementType = type;
#pragma warning restore CS0612
    }

    /// <summary>The type of the first literal that is not null.</summary>
    private static Proto.DataType TypeOf(IEnumerable<Literal> literals) =>
        literals.FirstOrDefault(literal => literal.LiteralTypeCase != Literal.LiteralTypeOneofCase.Null) is { } first
            ? TypeOf(first)
            : new() { Null = new() };

    private static Proto.DataType TypeOf(Literal literal) =>
        literal.LiteralTypeCase switch
        {
            Literal.LiteralTypeOneofCase.Binary => new() { Binary = new() },
            Literal.LiteralTypeOneofCase.Boolean => new() { Boolean = new() },
            Literal.LiteralTypeOneofCase.Byte => new() { Byte = new() },
            Literal.LiteralTypeOneofCase.Short => new() { Short = new() },
            Literal.LiteralTypeOneofCase.Integer => new() { Integer = new() },
            Literal.LiteralTypeOneofCase.Long => new() { Long = new() },
            Literal.LiteralTypeOneofCase.Float => new() { Float = new() },
            Literal.LiteralTypeOneofCase.Double => new() { Double = new() },
            Literal.LiteralTypeOneofCase.Decimal => new()
            {
                Decimal = new() { Precision = literal.Decimal.Precision, Scale = literal.Decimal.Scale },
            },
            Literal.LiteralTypeOneofCase.String => new() { String = new() },
            Literal.LiteralTypeOneofCase.Date => new() { Date = new() },
            Literal.LiteralTypeOneofCase.Timestamp => new() { Timestamp = new() },
            Literal.LiteralTypeOneofCase.DayTimeInterval => new()
            {
                DayTimeInterval = new() { StartField = 0, EndField = 3 },
            },
            Literal.LiteralTypeOneofCase.Time => new() { Time = new() { Precision = literal.Time.Precision } },
            Literal.LiteralTypeOneofCase.Array => new()
            {
                Array = new() { ElementType = TypeOf(literal.Array.Elements), ContainsNull = true },
            },
            Literal.LiteralTypeOneofCase.Map => new()
            {
                Map = new()
                {
                    KeyType = TypeOf(literal.Map.Keys),
                    ValueType = TypeOf(literal.Map.Values),
                    ValueContainsNull = true,
                },
            },
            var kind => throw new ArgumentException($"A list cannot hold literals of kind {kind}."),
        };
}
