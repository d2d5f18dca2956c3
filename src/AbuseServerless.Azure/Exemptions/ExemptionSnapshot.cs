using AbuseServerless.Azure.Storage;
using AbuseServerless.Exemptions;
using AbuseServerless.Geolocation;
using Microsoft.Extensions.Logging;

namespace AbuseServerless.Azure.Exemptions;

/// <summary>The exemptions as a worker knows them: read again by the first batch after <see cref="MaximumAge"/>.</summary>
public sealed partial class ExemptionSnapshot(ExemptionTable table, IAsnLookup asn, TimeProvider time, ILogger<ExemptionSnapshot> logger) : IDisposable
{
    /// <summary>How old exemptions may be when a batch uses them: 5 seconds. One read of the table in that time.</summary>
    public static readonly TimeSpan MaximumAge = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _reading = new(1, 1);
    private ExemptionSet? _exemptions;
    private long _read;

    /// <summary>The exemptions. Where they cannot be read again, the last ones; an outage must not make exempted accounts count.</summary>
    /// <exception cref="StorageException">They could never be read.</exception>
    public async Task<ExemptionSet> GetAsync(CancellationToken cancellationToken)
    {
        if (Current() is { } fresh)
        {
            return fresh;
        }

        await _reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return Current() ?? await ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _reading.Dispose();

    private ExemptionSet? Current() => _exemptions is not null && time.GetElapsedTime(_read) < MaximumAge ? _exemptions : null;

    private async Task<ExemptionSet> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            _exemptions = new ExemptionSet(await table.ReadAsync(cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false), asn);
        }
        catch (StorageException e) when (_exemptions is not null)
        {
            Log.NotRead(logger, e);
        }

        _read = time.GetTimestamp();
        return _exemptions;
    }

    private static partial class Log
    {
        [LoggerMessage(1200, LogLevel.Warning, "The exemptions could not be read. The last known exemptions stay in use.")]
        public static partial void NotRead(ILogger logger, Exception exception);
    }
}
