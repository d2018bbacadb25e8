using System.CommandLine;
using Aws.Local;
using Aws.Local.Emr;

var port = new Option<int>("--port") { Description = "Port on 127.0.0.1; 0 takes a free one.", DefaultValueFactory = _ => 4566 };
var speed = new Option<double>("--speed") { Description = "Virtual seconds of EMR in a real one.", DefaultValueFactory = _ => 60 };
var buckets = new Option<string[]>("--bucket")
{
    Description = "A bucket to create at the start; may be repeated.",
    DefaultValueFactory = _ => [],
};
var spark = new Option<string?>("--spark-home")
{
    Description = "Run the steps' spark-submit for real on this Spark; by default steps are simulated.",
    DefaultValueFactory = _ => Environment.GetEnvironmentVariable("SPARK_HOME"),
};
var connect = new Option<string?>("--connect-server")
{
    Description = "A Spark Connect server, http://host:port, that sessions lead to; by default sessions are refused.",
};
var root = new RootCommand("S3, EMR, STS and IAM on loopback. Point any AWS tool at it with AWS_ENDPOINT_URL.")
{
    port,
    speed,
    buckets,
    spark,
    connect,
};
root.SetAction(
    async (parsed, _) =>
    {
        LocalAwsServer? started = null;
        var sparkHome = parsed.GetValue(spark);
        await using var sessions = parsed.GetValue(connect) is { } backend
            ? await SessionProxy.StartAsync(
                new Uri(backend),
                backendToken: null,
                (session, token) => started!.Emr.AcceptsToken(session, token)
            )
            : null;
        await using var server = started = await LocalAwsServer.StartAsync(
            new LocalAwsOptions
            {
                Port = parsed.GetValue(port),
                Speed = parsed.GetValue(speed),
                SessionEndpoint = sessions?.Address,

                // An hour for whoever uses it, however fast EMR's clock runs.
                SessionTokenLifetime = TimeSpan.FromHours(parsed.GetValue(speed)),
                Steps = _ => sparkHome is { Length: > 0 } ? new SparkSubmitStep(sparkHome, started!.Url) : null,
            }
        );
        foreach (var bucket in parsed.GetValue(buckets)!)
            server.Objects.CreateBucket(bucket);
        Console.WriteLine(
            $"""
            export AWS_ENDPOINT_URL={server.Url}
            export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_REGION=eu-west-1
            """
        );
        if (sessions is not null)
        {
            var certificate = Path.Combine(Path.GetTempPath(), $"aws-local-{parsed.GetValue(port)}.pem");
            await File.WriteAllTextAsync(certificate, sessions.CertificatePem, CancellationToken.None);
            Console.WriteLine($"export SSL_CERT_FILE={certificate}   # where a job runs on a session");
        }

        await server.WaitAsync();
    }
);
return await root.Parse(args).InvokeAsync();
