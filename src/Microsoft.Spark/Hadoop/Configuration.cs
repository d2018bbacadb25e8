namespace Microsoft.Spark.Hadoop.Conf;

/// <summary>Stands for Hadoop's configuration, which lives in a Java driver.</summary>
public class Configuration
{
    internal Configuration() { }
}
