using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Spark.Jobs.Raw;
using Xunit;

namespace Spark.Jobs.Tests.RawZone;

public sealed class TextCheckTests
{
    private const string Text = "one\ntwo äöü €\nthree 😀 four\n\u0000\u07ff\u0800\uffff end\n";

    public static TheoryData<string> Encodings => [.. new[] { "utf-8", "utf-16", "utf-16BE", "utf-32", "utf-32BE" }];

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Text_is_whole_however_it_is_cut_into_blocks(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        var bytes = encoding.GetBytes(Text);
        for (var size = 1; size <= bytes.Length; size++)
            Assert.Null(Check(encoding, bytes, size));
    }

    [Theory]
    [InlineData("a\nb\nM\u00f6bel\n", 3)]
    [InlineData("\u00ff", 1)]
    [InlineData("a\n\u00e4", 2)]
    public void Latin1_is_no_utf8_and_the_line_is_told(string text, long line)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        for (var size = 1; size <= bytes.Length; size++)
            Assert.Equal(line, Check(Encoding.UTF8, bytes, size));
        Assert.Null(Check(Encoding.Latin1, bytes, 3));
    }

    [Fact]
    public void It_agrees_with_the_decoder_on_any_bytes() =>
        Prop.ForAll(
                Gen.ArrayOf(
                        Gen.Elements<byte>(
                            0x41,
                            0x0A,
                            0x80,
                            0xBF,
                            0xC0,
                            0xC3,
                            0xA4,
                            0xE2,
                            0x82,
                            0xAC,
                            0xED,
                            0xA0,
                            0xF0,
                            0x9F,
                            0x98,
                            0xF4,
                            0xFF
                        )
                    )
                    .ToArbitrary(),
                Gen.Choose(1, 7).ToArbitrary(),
                (bytes, size) =>
                {
                    var damaged = Encoding.UTF8.GetString(bytes).IndexOf('\uFFFD');
                    Assert.Equal(damaged < 0, Check(Encoding.UTF8, bytes, size) is null);
                }
            )
            .QuickCheckThrowOnFailure();

    private static long? Check(Encoding encoding, byte[] bytes, int size)
    {
        var check = new TextCheck(encoding);
        foreach (var block in bytes.Chunk(size))
            check.Add(block);
        check.End();
        return check.DamagedLine;
    }
}
