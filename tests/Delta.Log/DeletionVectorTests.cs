using System.Buffers.Binary;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Delta.Log.Tests;

public sealed class DeletionVectorTests
{
    [Fact]
    public void AnInlineVectorIsRead()
    {
        using var table = new TemporaryTable();
        var descriptor = new DeletionVectorDescriptor("i", "^Bg9^0rr910000000000iXQKl0rr91000f55c8Xg0@@D72lkbi5=-{L", null, 44, 6);
        Assert.Equal([3L, 4, 7, 11, 18, 29], DeletionVector.Load(new LocalLogStore(table.Path), descriptor).Rows);
    }

    /// <summary>Vectors of lengths that are no multiple of four are padded before they are encoded.</summary>
    [Fact]
    public void InlineVectorsOfEveryLengthAreRead()
    {
        using var table = new TemporaryTable();
        var store = new LocalLogStore(table.Path);
        for (var count = 0; count <= 300; count++)
        {
            var rows = Enumerable.Range(0, count).Select(row => row * 7L).ToArray();
            var data = Serialise(rows);
            var descriptor = new DeletionVectorDescriptor("i", EncodeZ85(data), null, data.Length, count);
            Assert.Equal(rows, DeletionVector.Load(store, descriptor).Rows);
            Assert.Throws<DeltaLogException>(() => DeletionVector.Load(store, descriptor with { Cardinality = count + 1 }));
        }
    }

    [Theory]
    [InlineData(new long[] { 0 })]
    [InlineData(new long[] { 65535, 65536 })]
    [InlineData(new long[] { 0, 65535, 65536, 131071, 131072 })]
    [InlineData(new long[] { 4294967295, 4294967296, 8589934591 })]
    [InlineData(new long[] { })]
    public void RowsAtTheEdgesOfContainersAreRead(long[] rows) => Assert.Equal(rows, DeletionVector.Parse(Serialise(rows)).Rows);

    [Theory]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(65536)]
    [InlineData(65537)]
    public void FullContainersAreRead(int count)
    {
        var rows = Enumerable.Range(0, count).Select(row => (long)row).ToArray();
        Assert.Equal(rows, DeletionVector.Parse(Serialise(rows)).Rows);
    }

    [Fact]
    public void NamesOfFilesFollowTheProtocol()
    {
        Assert.Equal(
            "ab/deletion_vector_d2c639aa-8816-431a-aaf6-d3fe2512ff61.bin",
            new DeletionVectorDescriptor("u", "ab^-aqEH.-t@S}K{vb[*k^", 4, 40, 6).FilePath
        );
        Assert.Equal("/t/a b.bin", new DeletionVectorDescriptor("p", "file:///t/a%20b.bin", 4, 40, 6).FilePath);
        Assert.Equal("uab^-aqEH.-t@S}K{vb[*k^@4", new DeletionVectorDescriptor("u", "ab^-aqEH.-t@S}K{vb[*k^", 4, 40, 6).UniqueId);
    }

    [Fact]
    public void ADamagedFileIsRefused()
    {
        using var table = new TemporaryTable();
        var data = Serialise([3, 4, 7]);
        var file = new byte[1 + 4 + data.Length + 4];
        file[0] = 1;
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(1), data.Length);
        data.CopyTo(file, 5);
        var path = Path.Combine(table.Path, "v.bin");
        File.WriteAllBytes(path, file);
        var error = Assert.Throws<DeltaLogException>(() =>
            DeletionVector.Load(new LocalLogStore(table.Path), new("p", path, 1, data.Length, 3))
        );
        Assert.Contains("checksum", error.Message, StringComparison.Ordinal);
        Assert.Contains(
            "missing",
            Assert
                .Throws<DeltaLogException>(() =>
                    DeletionVector.Load(new LocalLogStore(table.Path), new("p", path + "x", 1, data.Length, 3))
                )
                .Message,
            StringComparison.Ordinal
        );
        Assert.Throws<DeltaLogException>(() => DeletionVector.Parse(data.AsSpan(0, data.Length - 1)));
    }

    [Fact]
    public void WhatIsWrittenAsRoaringBitmapsIsReadBack() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<int[]>(),
                values =>
                {
                    // Spread over buckets and containers, some of them dense enough for a bitmap.
                    var rows = values
                        .SelectMany(value =>
                            value % 3 == 0
                                ? Enumerable.Range(0, 5000).Select(i => ((long)(value & 3) << 32) + (((long)value & 7) << 16) + (2 * i))
                                : [((long)(value & 3) << 32) | (uint)value]
                        )
                        .Distinct()
                        .Order()
                        .ToArray();
                    return DeletionVector.Parse(Serialise(rows)).Rows.SequenceEqual(rows);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void RunContainersAreRead()
    {
        // Rows 10..14 and 65000..65535 as two runs of one container, by the format's specification.
        byte[] data =
        [
            0xD1,
            0xD3,
            0x39,
            0x64,
            1,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0x3B,
            0x30,
            0,
            0,
            1,
            0,
            0,
            0x1C,
            0x02,
            2,
            0,
            10,
            0,
            4,
            0,
            0xE8,
            0xFD,
            0x17,
            0x02,
        ];
        Assert.Equal(
            Enumerable.Range(10, 5).Concat(Enumerable.Range(65000, 536)).Select(row => (long)row),
            DeletionVector.Parse(data).Rows
        );
    }

    /// <summary>ZeroMQ's base 85, after padding with zeros to a multiple of four.</summary>
    private static string EncodeZ85(byte[] data)
    {
        const string Alphabet = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";
        var padded = new byte[(data.Length + 3) / 4 * 4];
        data.CopyTo(padded, 0);
        var text = new char[padded.Length / 4 * 5];
        for (var block = 0; block < padded.Length / 4; block++)
        {
            var value = BinaryPrimitives.ReadUInt32BigEndian(padded.AsSpan(block * 4));
            for (var i = 4; i >= 0; i--, value /= 85)
                text[block * 5 + i] = Alphabet[(int)(value % 85)];
        }

        return new string(text);
    }

    /// <summary>A writer of the format, array and bitmap containers, from its specification.</summary>
    private static byte[] Serialise(long[] rows)
    {
        var stream = new MemoryStream();
        var writer = new BinaryWriter(stream);
        writer.Write(1681511377);
        var buckets = rows.GroupBy(row => (int)(row >> 32)).OrderBy(group => group.Key).ToList();
        writer.Write((long)buckets.Count);
        foreach (var bucket in buckets)
        {
            writer.Write(bucket.Key);
            var containers = bucket.Select(row => (uint)row).GroupBy(row => (ushort)(row >> 16)).OrderBy(group => group.Key).ToList();
            writer.Write(12346);
            writer.Write(containers.Count);
            foreach (var container in containers)
            {
                writer.Write(container.Key);
                writer.Write((ushort)(container.Count() - 1));
            }

            foreach (var _ in containers)
                writer.Write(0);
            foreach (var container in containers)
            {
                var values = container.Select(row => (ushort)row).Order().ToList();
                if (values.Count <= 4096)
                {
                    values.ForEach(writer.Write);
                    continue;
                }

                var bits = new byte[8192];
                values.ForEach(value => bits[value >> 3] |= (byte)(1 << (value & 7)));
                writer.Write(bits);
            }
        }

        return stream.ToArray();
    }
}
