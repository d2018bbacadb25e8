using System.CommandLine;
using Microsoft.Spark;
using Spark.Jobs.Datasets;
using Spark.Jobs.Lakes;
using Spark.Jobs.Pipelines;
using Spark.Jobs.Spelling;
using Spark.Launch;

namespace Spark.Jobs.CommandLine;

/// <summary>The command line of the jobs: no arguments for the sample run, else <c>run</c>, <c>list</c>, <c>sql</c> or <c>generate</c>.</summary>
public static class JobsCommandLine
{
    /// <summary>The exit code of a run that failed.</summary>
    public const int Failed = 1;

    /// <summary>The exit code of a mistake on the command line.</summary>
    public const int Misused = 2;

    /// <summary>The exit code after Ctrl-C, as shells have it: 128 and the signal's number.</summary>
    public const int Interrupted = 130;

    /// <summary>Exit code of a program that was told to end, as a supervisor tells it.</summary>
    public const int Terminated = 143;

    /// <summary>Runs the command line on the console and says what to exit with.</summary>
    public static int Run(string[] args) => Run(args, Console.Out, Console.Error);

    /// <summary>Runs the command line, with results and help going to one writer and mistakes and failures to the other.</summary>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        var root = new RootCommand("Spark jobs that take raw files to curated Delta tables. Without arguments, a sample runs into ./lake.");
        var sample = new SampleCommand();
        root.SetAction(parsed => sample.Run(parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error));
        root.Add(RunCommand.Create(args));
        root.Add(ListCommand.Create());
        root.Add(BatchesCommand.Create());
        root.Add(SqlCommand.Create());
        root.Add(GenerateCommand.Create());
        try
        {
            var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (parsed.Errors.Count > 0)
                throw new UsageException(Explain(parsed, root));
            return parsed.Invoke(
                new InvocationConfiguration
                {
                    Output = output,
                    Error = error,
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = null,
                }
            );
        }
        catch (Exception e) when (e is UsageException or DataContractException)
        {
            return Report(error, e.Message, Misused);
        }
        catch (Exception e) when (e is PipelineException or LakeException or SparkException or IOException or UnauthorizedAccessException)
        {
            return Report(error, e.Message, Failed);
        }
    }

    private static int Report(TextWriter error, string message, int exitCode)
    {
        // Engines explain themselves in paragraphs; the first line says what happened.
        var line = message.Trim().ReplaceLineEndings("\n").Split('\n', 2)[0].Trim();
        error.WriteLine(JobsApp.ErrorPrefix + line);
        return exitCode;
    }

    private static string Explain(ParseResult parsed, RootCommand root)
    {
        var message = parsed.Errors[0].Message;
        var stray = parsed.UnmatchedTokens.Count > 0 ? parsed.UnmatchedTokens[0] : null;
        if (stray is not null)
        {
            var command = parsed.CommandResult.Command;
            var known =
                stray.StartsWith('-') ? command.Options.Select(option => option.Name)
                : command == root ? root.Subcommands.Select(subcommand => subcommand.Name)
                : [];
            var near = NearestName.Of(stray, known);
            message = stray.StartsWith('-') ? $"There is no option {stray}" : $"'{stray}' is not understood";
            message += near is null ? "." : $"; did you mean {near}?";
        }

        return $"{message} See --help.";
    }
}
