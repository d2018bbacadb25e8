using Spark.Testing;
using Xunit;

[assembly: AssemblyFixture(typeof(SparkServer))]
