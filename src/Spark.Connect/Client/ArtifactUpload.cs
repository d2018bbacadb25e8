using Google.Protobuf;
using Grpc.Core;
using Microsoft.Spark;

namespace Spark.Connect.Client;

/// <summary>Uploads artifacts: a small one in one message, a larger one in chunks, each with its checksum.</summary>
internal static class ArtifactUpload
{
    // What gRPC recommends for messages of a stream.
    private const int ChunkSize = 32 * 1024;

    /// <summary>Uploads the rest of <paramref name="content"/>, which must be seekable so that it can be sent again after a lost connection.</summary>
    public static async Task SendAsync(ConnectSession session, string name, Stream content, CancellationToken cancellationToken)
    {
        var start = content.Position;
        var response = await session
            .RetryAsync(
                () =>
                {
                    content.Position = start;
                    return AddAsync(session, Requests(session, name, content), cancellationToken);
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        session.Observe(response);
        foreach (var summary in response.Artifacts)
            if (!summary.IsCrcSuccessful)
                throw new SparkConnectException(
                    $"The artifact {name} arrived damaged at {session.Address}: its checksum differs. Upload it again."
                );
    }

    private static async Task<AddArtifactsResponse> AddAsync(
        ConnectSession session,
        IEnumerable<AddArtifactsRequest> requests,
        CancellationToken cancellationToken
    )
    {
        using var call = session.Client.AddArtifacts(cancellationToken: cancellationToken);
        try
        {
            foreach (var request in requests)
                await call.RequestStream.WriteAsync(request, cancellationToken).ConfigureAwait(false);
            await call.RequestStream.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException)
        {
            // The call ended before all was sent; its answer says why.
        }

        return await call.ResponseAsync.ConfigureAwait(false);
    }

    private static IEnumerable<AddArtifactsRequest> Requests(ConnectSession session, string name, Stream content)
    {
        var size = content.Length - content.Position;
        if (size <= ChunkSize)
        {
            var batch = new AddArtifactsRequest.Types.Batch();
            batch.Artifacts.Add(new AddArtifactsRequest.Types.SingleChunkArtifact { Name = name, Data = NextChunk(content, size) });
            var single = session.Sign(new AddArtifactsRequest());
            single.Batch = batch;
            yield return single;
            yield break;
        }

        for (var sent = 0L; sent < size; sent += ChunkSize)
        {
            var request = session.Sign(new AddArtifactsRequest());
            var chunk = NextChunk(content, Math.Min(ChunkSize, size - sent));
            if (sent == 0)
                request.BeginChunk = new AddArtifactsRequest.Types.BeginChunkedArtifact
                {
                    Name = name,
                    TotalBytes = size,
                    NumChunks = (size + ChunkSize - 1) / ChunkSize,
                    InitialChunk = chunk,
                };
            else
                request.Chunk = chunk;
            yield return request;
        }
    }

    private static AddArtifactsRequest.Types.ArtifactChunk NextChunk(Stream content, long size)
    {
        var data = new byte[size];
        content.ReadExactly(data);
        return new AddArtifactsRequest.Types.ArtifactChunk { Data = UnsafeByteOperations.UnsafeWrap(data), Crc = Crc32.Compute(data) };
    }
}
