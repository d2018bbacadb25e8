namespace Spark.Jobs.CommandLine;

/// <summary>Shows the current step on one line of the terminal; silent when standard error is no terminal.</summary>
internal sealed class ConsoleProgress(bool silent) : IProgress<string>
{
    private readonly bool _shown = !silent && !Console.IsErrorRedirected;
    private readonly System.Diagnostics.Stopwatch _clock = System.Diagnostics.Stopwatch.StartNew();
    private int _width;

    public void Report(string value)
    {
        if (!_shown)
            return;
        var line = $"{_clock.Elapsed.TotalSeconds, 5:0.0} s  {value} ...";
        Console.Error.Write($"\r{line.PadRight(_width)}");
        _width = line.Length;
    }

    /// <summary>Takes the line away.</summary>
    public void Clear()
    {
        if (_width > 0)
            Console.Error.Write($"\r{new string(' ', _width)}\r");
        _width = 0;
    }
}
