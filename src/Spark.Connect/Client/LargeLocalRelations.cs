using System.Collections;
using System.Security.Cryptography;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Spark.Connect.Client;

/// <summary>
/// Keeps large local data out of plans, which are limited in size and sent anew for every action: it goes up once as an artifact, and the plan names
/// it by its hash.
/// </summary>
internal sealed class LargeLocalRelations(ConnectSession session)
{
    // Spark's default for spark.sql.session.localRelationCacheThreshold.
    private const int Threshold = 1024 * 1024;

    private readonly HashSet<string> _uploaded = [];

    /// <summary>The request with its large local relations replaced; the request itself when it has none.</summary>
    public async Task<T> ReplaceAsync<T>(T request, CancellationToken cancellationToken)
        where T : class, IMessage<T>, IDeepCloneable<T>
    {
        if (request.CalculateSize() < Threshold)
            return request;
        // The caller's plan is left as it is: it may be executed again, or elsewhere.
        var copy = request.Clone();
        var large = new List<Relation>();
        Collect(copy, large);
        if (large.Count == 0)
            return request;
        foreach (var relation in large)
            relation.CachedLocalRelation = new CachedLocalRelation
            {
                Hash = await UploadAsync(relation.LocalRelation, cancellationToken).ConfigureAwait(false),
            };
        return copy;
    }

    private async Task<string> UploadAsync(LocalRelation relation, CancellationToken cancellationToken)
    {
        var content = relation.ToByteArray();
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        lock (_uploaded)
            if (_uploaded.Contains(hash))
                return hash;
        await ArtifactUpload.SendAsync(session, $"cache/{hash}", new MemoryStream(content), cancellationToken).ConfigureAwait(false);
        lock (_uploaded)
            _uploaded.Add(hash);
        return hash;
    }

    private static void Collect(IMessage message, List<Relation> large)
    {
        if (message is Relation { RelTypeCase: Relation.RelTypeOneofCase.LocalRelation } relation)
        {
            if (relation.LocalRelation.Data.Length >= Threshold)
                large.Add(relation);
            return;
        }

        foreach (var field in message.Descriptor.Fields.InFieldNumberOrder())
        {
            if (field.FieldType != FieldType.Message || field.Accessor.GetValue(message) is not { } value)
                continue;
            switch (value)
            {
                case IMessage nested:
                    Collect(nested, large);
                    break;
                case IDictionary entries:
                    foreach (var entry in entries.Values)
                        if (entry is IMessage item)
                            Collect(item, large);
                    break;
                case IEnumerable items:
                    foreach (var item in items)
                        if (item is IMessage element)
                            Collect(element, large);
                    break;
            }
        }
    }
}
