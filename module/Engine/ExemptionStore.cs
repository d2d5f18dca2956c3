using AbuseServerless.Azure.Exemptions;
using AbuseServerless.Exemptions;
using AbuseServerless.Geolocation;
using AbuseServerless.PowerShell.Boundary;

namespace AbuseServerless.PowerShell.Engine;

/// <summary>The exemptions of an installation, as the cmdlets ask for them.</summary>
internal sealed class ExemptionStore(ExemptionTable table, TimeProvider time)
{
    /// <summary>The exemption in its normal form, if it may be given; that there is such a country is a condition here, and not for finding one that was given before.</summary>
    public Exemption Name(GeoExemptionKind kind, string value) =>
        Parse(kind, value, "", "") is var named && (named.Kind != ExemptionKind.Country || CountryCode.IsKnown(named.Value))
            ? named
            : throw new EngineException(EngineFault.BadExemption, CountryCode.FaultOf(named.Value));

    public async Task<GeoExemption> AddAsync(
        GeoExemptionKind kind, string value, bool watchOnly, DateTimeOffset? until, string by, string reason, CancellationToken cancellationToken)
    {
        var exemption = Parse(kind, value, by, reason) with { WatchOnly = watchOnly, Until = until };
        if (await table.FindAsync(exemption.Kind, exemption.Value, cancellationToken).ConfigureAwait(false) is { } standing
            && (standing.WatchOnly, standing.Until, standing.Reason) == (watchOnly, until, reason))
        {
            return Output(standing);
        }

        await table.PutAsync(exemption, cancellationToken).ConfigureAwait(false);
        return Output(exemption);
    }

    public IAsyncEnumerable<GeoExemption> ReadAsync(CancellationToken cancellationToken) => table.ReadAsync(cancellationToken).Select(Output);

    public async Task<GeoExemption?> FindAsync(GeoExemptionKind kind, string value, CancellationToken cancellationToken) =>
        await table.FindAsync((ExemptionKind)kind, Parse(kind, value, "", "").Value, cancellationToken).ConfigureAwait(false) is { } found ? Output(found) : null;

    public async Task<GeoExemption?> RemoveAsync(GeoExemptionKind kind, string value, string by, string reason, CancellationToken cancellationToken)
    {
        // Its time of giving is the time at which it is named, here that of taking it back.
        var named = Parse(kind, value, by, reason);
        return await table.RemoveAsync(named.Kind, named.Value, named.Since, by, reason, cancellationToken).ConfigureAwait(false) is { } found ? Output(found) : null;
    }

    private Exemption Parse(GeoExemptionKind kind, string value, string by, string reason)
    {
        try
        {
            return Exemption.Of((ExemptionKind)kind, value.Trim(), by, reason, time.GetUtcNow().ToWholeMilliseconds());
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
