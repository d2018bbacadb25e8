using System.Globalization;
using Aws.Local;
using Spark.Emr;
using Spark.Emr.Commands;

// The launcher as it is, but that its pauses, patience and time limits pass in a fraction of the time.
var speed = double.Parse(Environment.GetEnvironmentVariable("LAUNCHER_CLOCK_SPEED")!, CultureInfo.InvariantCulture);
return await Launcher.RunAsync(args, new LauncherServices { Clock = new ScaledClock(speed) });
