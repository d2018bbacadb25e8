using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Spark.Jobs.Samples;

/// <summary>
/// Writes the raw zone of the <c>sales</c> pipeline: one CSV a day, dirty in the ways that real files are. About 1 % of the lines repeat an
/// earlier line, 2 % correct an order of the days before (newer <c>updated_at</c>), and 2 % must be rejected: missing values, wrong types,
/// values out of range, lines with too few or too many fields.
/// </summary>
/// <remarks>Every line is a function of the seed and its number, so the same arguments always give the same bytes.</remarks>
public sealed class SalesGenerator(long rows, int seed)
{
    private const string Header = "order_id,order_date,customer_id,product_id,category,region,quantity,unit_price,discount,updated_at\n";
    private const int Products = 480;
    private static readonly DateOnly FirstDay = new(2024, 1, 25);
    private static readonly byte[][] Categories = Utf8(
        "Books",
        "Clothing",
        "Electronics",
        "Garden",
        "Groceries",
        "Sports",
        "Stationery",
        "Toys"
    );
    private static readonly byte[][] Regions = Utf8("Central", "East", "North", "South", "West");
    private static readonly byte[][] Discounts = Utf8("", "0.00", "0.00", "0.00", "0.00", "0.05", "0.10", "0.15", "0.25");
    private static readonly byte[][] WrongNumbers = Utf8("abc", "12 pcs", "1.2.3", "NaN?");
    private static readonly byte[][] WrongDates = Utf8("2024-13-01", "25/01/2024", "yesterday", "2024-02-30");

    private readonly long _customers = Math.Max(200, rows / 12);

    /// <summary>Days, and files: one for every 20,000 rows, between 14 and 90.</summary>
    public int Days { get; } = (int)Math.Clamp(rows / 20_000, 14, 90);

    /// <summary>The names of the files, in the order of their days.</summary>
    public IEnumerable<string> FileNames => Enumerable.Range(0, Days).Select(FileName);

    /// <summary>Writes the files that are not there yet. A file appears whole or not at all.</summary>
    /// <returns>How many bytes were written.</returns>
    public long Write(string folder)
    {
        Directory.CreateDirectory(folder);
        long bytes = 0;
        Parallel.For(
            0,
            Days,
            day =>
            {
                var file = Path.Combine(folder, FileName(day));
                if (!File.Exists(file))
                    Interlocked.Add(ref bytes, WriteFile(file, day));
            }
        );
        return bytes;
    }

    private static string FileName(int day) => $"sales-{FirstDay.AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.csv";

    private long WriteFile(string file, int day)
    {
        // A leading dot keeps the unfinished file out of every listing of raw files.
        var unfinished = Path.Combine(Path.GetDirectoryName(file)!, $".{Path.GetFileName(file)}.unfinished");
        long length;
        using (var stream = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            var buffer = new byte[1 << 18];
            var used = Encoding.ASCII.GetBytes(Header, buffer);
            for (var line = FirstLine(day); line < FirstLine(day + 1); line++)
            {
                if (buffer.Length - used < 512)
                {
                    stream.Write(buffer, 0, used);
                    used = 0;
                }

                used += WriteLine(buffer.AsSpan(used), line, day);
            }

            stream.Write(buffer, 0, used);
            length = stream.Length;
        }

        File.Move(unfinished, file, overwrite: true);
        return length;
    }

    private long FirstLine(int day) => rows * day / Days;

    private int DayOf(long line)
    {
        var day = (int)(line * Days / rows);
        return line >= FirstLine(day + 1) ? day + 1 : day;
    }

    private int WriteLine(Span<byte> target, long line, int day)
    {
        var draw = new Draw(seed, ~line);
        var kind = draw.Below(1000);
        if (kind < 10 && line > 0)
        {
            var repeated = line - 1 - draw.Below(Math.Min(line, 500));
            return WriteOrder(target, repeated, DayOf(repeated), correction: 0, Fault.None, draw);
        }

        if (kind < 30 && line > 0)
        {
            var perDay = Math.Max(1, rows / Days);
            var corrected = line - 1 - draw.Below(Math.Min(line, 3 * perDay));
            return WriteOrder(target, corrected, DayOf(corrected), correction: 1 + draw.Below(3), Fault.None, draw);
        }

        var fault = kind switch
        {
            < 36 => Fault.Missing,
            < 42 => Fault.WrongType,
            < 47 => Fault.OutOfRange,
            < 49 => Fault.TooFewFields,
            < 50 => Fault.TooManyFields,
            _ => Fault.None,
        };
        return WriteOrder(target, line, day, correction: 0, fault, draw);
    }

    /// <summary>Writes the order that belongs to a line; its values come from the line's number alone, the fault's from <paramref name="dirt"/>.</summary>
    private int WriteOrder(Span<byte> target, long order, int day, int correction, Fault fault, Draw dirt)
    {
        var draw = new Draw(seed, order);
        var line = new Line(target);
        long product = draw.Below(Products);
        var faultyField = dirt.Below(3);
        var date = FirstDay.AddDays(day);

        line.Number((byte)'O', order + 1, 9);
        if (fault == Fault.WrongType && faultyField == 0)
            line.Text(WrongDates[dirt.Below(WrongDates.Length)]);
        else
            line.Date(date);
        if (fault == Fault.Missing && faultyField == 0)
            line.Text([]);
        else
            line.Number((byte)'C', 1 + draw.Below(_customers), 6);
        line.Number((byte)'P', 1 + product, 4);
        line.Text(Categories[product % Categories.Length]);
        if (fault == Fault.TooFewFields)
            return line.End();

        long region = draw.Below(Regions.Length);
        if (fault == Fault.Missing && faultyField == 1)
            line.Text([]);
        else if (fault == Fault.OutOfRange && faultyField == 0)
            line.Text("Atlantis"u8);
        else
            line.Text(Regions[region]);

        var quantity = 1 + draw.Below(8);
        var returned = draw.Below(100) < 4;
        var secondOfDay = draw.Below(86_400);
        if (correction > 0)
            quantity += correction;
        if (fault == Fault.WrongType && faultyField == 1)
            line.Text(WrongNumbers[dirt.Below(WrongNumbers.Length)]);
        else
            line.Number(
                fault == Fault.OutOfRange && faultyField == 1 ? 0
                : returned ? -quantity
                : quantity
            );

        // A product has one price, up to 20 % of which comes and goes with the season.
        var cents = 150 + (product * 7919 % 40_000) + (product * 31 * day % 200);
        if (fault == Fault.WrongType && faultyField == 2)
            line.Text(WrongNumbers[dirt.Below(WrongNumbers.Length)]);
        else if (fault == Fault.Missing && faultyField == 2)
            line.Text([]);
        else
            line.Cents(fault == Fault.OutOfRange && faultyField == 2 ? -cents : cents);
        line.Text(Discounts[draw.Below(Discounts.Length)]);
        line.Timestamp(date.AddDays(correction), secondOfDay);
        if (fault == Fault.TooManyFields)
            line.Text("unexpected"u8);
        return line.End();
    }

    private static byte[][] Utf8(params string[] texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];

    private enum Fault
    {
        None,
        Missing,
        WrongType,
        OutOfRange,
        TooFewFields,
        TooManyFields,
    }

    /// <summary>Random numbers that depend on a seed and a number alone: SplitMix64 (https://prng.di.unimi.it/splitmix64.c).</summary>
    private struct Draw(int seed, long number)
    {
        private ulong _state = ((ulong)(uint)seed * 0xD1342543DE82EF95) ^ ((ulong)number * 0x2545F4914F6CDD1D);

        public int Below(int limit) => (int)Below((long)limit);

        public long Below(long limit)
        {
            _state += 0x9E3779B97F4A7C15;
            var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return (long)Math.BigMul(mixed ^ (mixed >> 31), (ulong)limit, out _);
        }
    }

    /// <summary>A CSV line under construction.</summary>
    private ref struct Line(Span<byte> target)
    {
        private readonly Span<byte> _target = target;
        private int _at;

        public void Text(ReadOnlySpan<byte> value)
        {
            value.CopyTo(_target[_at..]);
            _at += value.Length;
            _target[_at++] = (byte)',';
        }

        public void Number(long value)
        {
            Utf8Formatter.TryFormat(value, _target[_at..], out var written);
            _at += written;
            _target[_at++] = (byte)',';
        }

        public void Number(byte prefix, long value, int digits)
        {
            _target[_at++] = prefix;
            Digits(value, digits);
            _target[_at++] = (byte)',';
        }

        public void Cents(long cents)
        {
            if (cents < 0)
                _target[_at++] = (byte)'-';
            var value = Math.Abs(cents);
            Utf8Formatter.TryFormat(value / 100, _target[_at..], out var written);
            _at += written;
            _target[_at++] = (byte)'.';
            Digits(value % 100, 2);
            _target[_at++] = (byte)',';
        }

        public void Date(DateOnly date)
        {
            DatePart(date);
            _target[_at++] = (byte)',';
        }

        public void Timestamp(DateOnly date, int secondOfDay)
        {
            DatePart(date);
            _target[_at++] = (byte)' ';
            Digits(secondOfDay / 3600, 2);
            _target[_at++] = (byte)':';
            Digits(secondOfDay / 60 % 60, 2);
            _target[_at++] = (byte)':';
            Digits(secondOfDay % 60, 2);
            _target[_at++] = (byte)',';
        }

        /// <summary>Ends the line and says how long it is.</summary>
        public int End()
        {
            _target[_at - 1] = (byte)'\n';
            return _at;
        }

        private void DatePart(DateOnly date)
        {
            Digits(date.Year, 4);
            _target[_at++] = (byte)'-';
            Digits(date.Month, 2);
            _target[_at++] = (byte)'-';
            Digits(date.Day, 2);
        }

        private void Digits(long value, int count)
        {
            for (var i = _at + count - 1; i >= _at; i--)
            {
                _target[i] = (byte)('0' + (value % 10));
                value /= 10;
            }

            _at += count;
        }
    }
}
