using System.Runtime.InteropServices;
using Spark.Connect;
using Spark.Connect.Client;

// Asks Spark something, shows its arguments and its input, and ends with the code in its first argument; "wait" waits for a signal first.
var remote = Environment.GetEnvironmentVariable("SPARK_REMOTE")!;
var stopped = new TaskCompletionSource<string>();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
if (args.Contains("wait"))
{
    Console.WriteLine("waiting");
    Console.WriteLine(await stopped.Task);
}

Console.Error.WriteLine("on stderr");
Console.WriteLine($"input {Console.In.ReadToEnd().Trim()}");
Console.WriteLine($"answer {await AskAsync()}");
Console.WriteLine($"arguments {string.Join("|", args)}");
return int.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture);

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stopped.TrySetResult(context.Signal.ToString());
}

async Task<string> AskAsync()
{
    await using var executor = await ConnectExecutor.OpenAsync(remote);
    var answer = "";
    await foreach (
        var item in executor.ExecuteAsync(new Plan { Root = new Relation { Sql = new SQL { Query = "SELECT 'forty' || '-' || 'two'" } } })
    )
        if (item.Batch is { RowCount: 1 } batch)
            answer = batch.Columns[0].GetString(0);
    return answer;
}
