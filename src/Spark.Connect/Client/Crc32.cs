namespace Spark.Connect.Client;

/// <summary>The checksum of zlib, with which the protocol guards uploads. System.IO.Hashing has it too, as a package.</summary>
internal static class Crc32
{
    private static readonly uint[] RemainderTable = Table();

    public static uint Compute(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data)
            crc = (crc >> 8) ^ RemainderTable[(byte)(crc ^ value)];
        return ~crc;
    }

    private static uint[] Table()
    {
        var table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++)
                value = (value & 1) != 0 ? (value >> 1) ^ 0xEDB88320 : value >> 1;
            table[i] = value;
        }

        return table;
    }
}
