namespace Spark.Launch;

/// <summary>The jobs app as one who starts it sees it: its program, and the parts of its command line that others write or read.</summary>
public static class JobsApp
{
    /// <summary>The program in a published folder, and the assembly's name.</summary>
    public const string Program = "Spark.Jobs";

    /// <summary>Begins the line on stderr in which the app tells why it ends.</summary>
    public const string ErrorPrefix = "spark-jobs: ";

    /// <summary>The command that runs a pipeline, which is named by the next argument.</summary>
    public const string RunCommand = "run";

    /// <summary>The option of <see cref="RunCommand"/> that names the folder of raw files.</summary>
    public const string InputOption = "--input";

    /// <summary>The option of <see cref="RunCommand"/> that names the lake.</summary>
    public const string LakeOption = "--lake";
}
