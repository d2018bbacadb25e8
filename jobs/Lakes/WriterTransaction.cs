namespace Spark.Jobs.Lakes;

/// <summary>One unit of a writer's work, as Delta's <c>txn</c> action knows it: its commits count once for each table.</summary>
/// <param name="Writer">Who writes, such as a pipeline's name.</param>
/// <param name="Version">The unit's number, which grows with every new unit.</param>
/// <param name="UserMetadata">The mark of the unit in the <c>userMetadata</c> of its commits.</param>
public sealed record WriterTransaction(string Writer, long Version, string UserMetadata)
{
    /// <summary>The <c>txnAppId</c> of the writes to a table.</summary>
    public string AppIdOf(LakeTable table) => $"{Writer}/{table.Name}";
}
