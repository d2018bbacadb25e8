using System.Globalization;

namespace Spark.Emr.Commands;

/// <summary>Numbers of bytes as people read them.</summary>
internal static class Sizes
{
    public static string Show(long bytes) =>
        bytes switch
        {
            < 1024 => $"{bytes} B",
            < 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.0} KiB"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0 / 1024.0:0.0} MiB"),
        };
}
