namespace Spark.Jobs.CommandLine;

/// <summary>Shows the current step on one line of the terminal; silent when standard error is no terminal.</summary>
internal sealed class ConsoleProgress(bool silent) : IProgress<string>
{
    private readonly bool shown = !silent && !Console.IsErrorRedirected;
    private readonly System.Diagnostics.Stopwatch clock = System.Diagnostics.Stopwatch.StartNew();
    private int width;

    public void Report(string value)
    {
        if (!shown)
            return;
        string line = $"{clock.Elapsed.TotalSeconds,5:0.0} s  {value} ...";
        Console.Error.Write($"\r{line.PadRight(width)}");
        width = line.Length;
    }

    /// <summary>Takes the line away.</summary>
    public void Clear()
    {
        if (width > 0)
            Console.Error.Write($"\r{new string(' ', width)}\r");
        width = 0;
    }
}
