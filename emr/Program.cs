using Spark.Emr;

return await Launcher.RunAsync(args, new LauncherServices());
