using Spark.Jobs.Lakes;
using Spark.Jobs.Pipelines;
using Spark.Jobs.Samples;

namespace Spark.Jobs.CommandLine;

/// <summary>No arguments: a small, dirty data set under <c>./lake/raw/sales</c>, and the <c>sales</c> pipeline over it.</summary>
internal sealed class SampleCommand
{
    public const long Rows = 10_000;
    public const int Seed = 1;

    public int Run(TextWriter output, TextWriter error)
    {
        var lake = new Lake("lake");
        var raw = lake.RawFolder("sales");
        new SalesGenerator(Rows, Seed).Write(raw);
        return RunCommand.Run(Engine.Of(null), Contracts.Of("sales"), lake, new RunRequest(raw), output, error, json: false);
    }
}
