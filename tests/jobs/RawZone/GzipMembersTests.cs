using System.IO.Compression;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Spark.Jobs.Raw;
using Xunit;

namespace Spark.Jobs.Tests.RawZone;

public sealed class GzipMembersTests
{
    private static readonly byte[] Content = Encoding.UTF8.GetBytes(
        string.Concat(Enumerable.Range(0, 20_000).Select(i => $"line {i} {i * 7919 % 10007}\n"))
    );

    [Fact]
    public void A_whole_file_of_one_or_several_members_comes_out_as_it_went_in()
    {
        Assert.Equal(Content, Read(Gzip(Content)));
        Assert.Equal([.. Content, .. Content], Read([.. Gzip(Content), .. Gzip(Content)]));
        Assert.Equal([.. Content, .. Content], Read([.. Gzip(Content), .. Gzip([]), .. Gzip(Content)]));
        Assert.Empty(Read(Gzip([])));
    }

    [Fact]
    public void A_file_that_is_cut_off_anywhere_fails()
    {
        var whole = Gzip(Content);
        Prop.ForAll(
                Gen.Choose(1, whole.Length - 1).ToArbitrary(),
                length => Assert.Throws<InvalidDataException>(() => Read(whole[..length]))
            )
            .QuickCheckThrowOnFailure();
        foreach (var length in Enumerable.Range(1, 12).Concat(Enumerable.Range(whole.Length - 12, 12)))
            Assert.Throws<InvalidDataException>(() => Read(whole[..length]));
    }

    [Fact]
    public void A_second_member_that_is_cut_off_fails()
    {
        var whole = Gzip(Content);
        Assert.Throws<InvalidDataException>(() => Read([.. whole, .. whole[..100]]));
        Assert.Throws<InvalidDataException>(() => Read([.. whole, .. whole[..^1]]));
    }

    [Fact]
    public void Bytes_that_are_no_gzip_data_fail()
    {
        Assert.Throws<InvalidDataException>(() => Read(Encoding.UTF8.GetBytes("order_id,order_date\nO1,2024-01-01\n")));
        Assert.Throws<InvalidDataException>(() => Read([.. Gzip(Content), .. "tail"u8]));
    }

    [Fact]
    public void A_flipped_bit_fails()
    {
        var whole = Gzip(Content);
        // The header's time and operating system (bytes 4 to 9) mean nothing for the content.
        Prop.ForAll(
                Gen.Choose(10, whole.Length - 1).ToArbitrary(),
                at =>
                {
                    var damaged = whole.ToArray();
                    damaged[at] ^= 0x10;
                    Assert.Throws<InvalidDataException>(() => Read(damaged));
                }
            )
            .QuickCheckThrowOnFailure();
    }

    private static byte[] Read(byte[] compressed)
    {
        using var members = new GzipMembers(new MemoryStream(compressed));
        using var all = new MemoryStream();
        members.CopyTo(all);
        return all.ToArray();
    }

    private static byte[] Gzip(byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal))
            gzip.Write(content);
        return compressed.ToArray();
    }
}
