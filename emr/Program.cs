using Spark.Emr;
using Spark.Emr.Commands;

return await Launcher.RunAsync(args, new LauncherServices());
