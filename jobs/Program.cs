using Spark.Jobs.CommandLine;

return JobsCommandLine.Run(args);
