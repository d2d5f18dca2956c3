using AbuseServerless.Azure.Exemptions;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Exemptions;
using AbuseServerless.PowerShell.Border;

namespace AbuseServerless.PowerShell.Engine;

/// <summary>The exemptions of an installation, as the cmdlets ask for them.</summary>
internal sealed class ExemptionStore(Tables tables, TimeProvider time)
{
    private readonly ExemptionTable _table = new(tables);

    public async Task<GeoExemption> AddAsync(
        GeoExemptionKind kind, string value, bool watchOnly, DateTimeOffset? until, string by, string reason, CancellationToken cancellationToken)
    {
        var exemption = Parse(kind, value, by, reason) with { WatchOnly = watchOnly, Until = until };
        await _table.PutAsync(exemption, cancellationToken).ConfigureAwait(false);
        return Output(exemption);
    }

    public IAsyncEnumerable<GeoExemption> ReadAsync(CancellationToken cancellationToken) => _table.ReadAsync(cancellationToken).Select(Output);

    // They are dozens, in one partition: reading them all is one request.
    public async Task<GeoExemption?> FindAsync(GeoExemptionKind kind, string value, CancellationToken cancellationToken)
    {
        var normal = Parse(kind, value, "", "").Value;
        return await ReadAsync(cancellationToken)
            .FirstOrDefaultAsync(exemption => exemption.Kind == kind && exemption.Value == normal, cancellationToken)
            .ConfigureAwait(false);
    }

    public async Task<GeoExemption?> RemoveAsync(GeoExemptionKind kind, string value, CancellationToken cancellationToken) =>
        await FindAsync(kind, value, cancellationToken).ConfigureAwait(false) is { } found
        && await _table.RemoveAsync((ExemptionKind)kind, found.Value, cancellationToken).ConfigureAwait(false)
            ? found
            : null;

    private Exemption Parse(GeoExemptionKind kind, string value, string by, string reason)
    {
        var now = time.GetUtcNow();
        try
        {
            return Exemption.Of((ExemptionKind)kind, value.Trim(), by, reason, now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond)));
        }
        catch (FormatException e)
        {
            throw new EngineException(EngineFault.BadExemption, e.Message, e);
        }
    }

    private GeoExemption Output(Exemption exemption) => new()
    {
        Kind = (GeoExemptionKind)exemption.Kind,
        Value = exemption.Value,
        WatchOnly = exemption.WatchOnly,
        By = exemption.By,
        Reason = exemption.Reason,
        Since = exemption.Since,
        Until = exemption.Until,
        Expired = exemption.Until <= time.GetUtcNow(),
    };
}
