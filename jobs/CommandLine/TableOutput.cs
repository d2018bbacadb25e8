using Spectre.Console;

namespace Spark.Jobs.CommandLine;

/// <summary>Tables on the terminal, or in a pipe.</summary>
internal static class TableOutput
{
    /// <summary>A console on a writer; as wide as the terminal, or without a limit when there is none.</summary>
    public static IAnsiConsole Console(TextWriter output)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        if (System.Console.IsOutputRedirected || output != System.Console.Out)
            console.Profile.Width = 10_000;
        return console;
    }

    /// <summary>An empty table with the given columns; those that hold numbers by their name are aligned right by the caller's rows.</summary>
    public static Table Grid(params ReadOnlySpan<string> columns)
    {
        var table = new Table { Border = TableBorder.Rounded };
        foreach (var column in columns)
            table.AddColumn(new TableColumn(Markup.Escape(column)) { NoWrap = true });
        return table;
    }
}
