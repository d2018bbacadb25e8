namespace Reliability.Tests;

/// <summary>Damages bytes as disks, networks and careless programs do. The same seed makes the same damage.</summary>
internal sealed class Mutator(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>A damaged copy, and what was done to it.</summary>
    public (byte[] Bytes, string Damage) Mutate(byte[] sound)
    {
        var at = _random.Next(sound.Length);

        // What stands at the ends (headers, footers, checksums) is worth more tries than its share of the bytes.
        if (_random.Next(3) == 0)
            at =
                _random.Next(2) == 0
                    ? Math.Min(at, _random.Next(Math.Min(64, sound.Length)))
                    : sound.Length - 1 - _random.Next(Math.Min(400, sound.Length));
        var length = Math.Min(1 + _random.Next(40), sound.Length - at);
        switch (_random.Next(9))
        {
            case 0:
                return (sound[..at], $"cut off at {at}");
            case 1:
                return (sound[at..], $"begins at {at}");
            case 2:
                return (Changed(bytes => bytes[at] ^= (byte)(1 << _random.Next(8))), $"a bit of byte {at} flipped");
            case 3:
                return (Changed(bytes => bytes[at] = (byte)_random.Next(256)), $"byte {at} replaced");
            case 4:
                return (Changed(bytes => bytes.AsSpan(at, length).Clear()), $"{length} zeros at {at}");
            case 5:
                return (Changed(bytes => _random.NextBytes(bytes.AsSpan(at, length))), $"{length} random bytes at {at}");
            case 6:
                return ([.. sound[..at], .. sound[(at + length)..]], $"{length} bytes lost at {at}");
            case 7:
                return ([.. sound[..(at + length)], .. sound[at..]], $"{length} bytes repeated at {at}");
            default:
                var extra = new byte[length];
                _random.NextBytes(extra);
                return ([.. sound[..at], .. extra, .. sound[at..]], $"{length} bytes put in at {at}");
        }

        byte[] Changed(Action<byte[]> change)
        {
            var copy = sound.ToArray();
            change(copy);
            return copy;
        }
    }
}
