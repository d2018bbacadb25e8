namespace Spark.Emr.Aws;

/// <summary>Keeps this process's requests below the service's rate: a bucket of requests that refills with time.</summary>
internal sealed class RequestPace(int burst, double perSecond, TimeProvider clock)
{
    private readonly SemaphoreSlim _turn = new(1);
    private double _left = burst;
    private DateTimeOffset _at = clock.GetUtcNow();

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            Refill();
            if (_left < 1)
            {
                await Task.Delay(TimeSpan.FromSeconds((1 - _left) / perSecond), clock, cancellationToken);
                Refill();
            }

            _left -= 1;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The service's own bucket is empty: ours is too.</summary>
    public void SlowDown() => _left = Math.Min(_left, 0);

    private void Refill()
    {
        var now = clock.GetUtcNow();
        _left = Math.Min(burst, _left + (now - _at).TotalSeconds * perSecond);
        _at = now;
    }
}
