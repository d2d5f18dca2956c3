using AbuseServerless.Azure.Exemptions;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Exemptions;
using AbuseServerless.PowerShell.Boundary;
using AbuseServerless.Sharing;
using AbuseServerless.Suspensions;

namespace AbuseServerless.PowerShell.Engine;

/// <summary>Writes addresses of confirmed abuse.</summary>
internal sealed class IndicatorExport(AuditTable audit, ExemptionTable exemptions, TimeProvider time)
{
    /// <returns>How many addresses were written.</returns>
    /// <exception cref="EngineException">An exemption names an autonomous system, and there is no database that knows them.</exception>
    public async Task<int> WriteAsync(GeoIndicatorQuery query, Stream output, CancellationToken cancellationToken)
    {
        var all = await exemptions.ReadAsync(cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
        if (query.AsnDatabase is null && all.Exists(exemption => exemption.Kind == ExemptionKind.Asn))
        {
            throw new EngineException(EngineFault.NoGeolocation, "An exemption names an autonomous system: without an ASN database its addresses are unknown.");
        }

        var addresses = new AbuseAddresses(new ExemptionSet(all, Geolocators.OpenAsn(query.AsnDatabase, time)));
        await foreach (var episode in Episode.FollowAsync(audit.ReadAsync(null, cancellationToken), cancellationToken).ConfigureAwait(false))
        {
            addresses.Add(episode);
        }

        var chosen = addresses.ToList().Where(address => IsAskedFor(address, query)).ToList();
        var sharer = new Sharer(query.Organization, query.Contact, (Tlp)query.Tlp, query.ValidFor);
        switch (query.Format)
        {
            case GeoIndicatorFormat.Stix:
                StixBundle.Write(output, chosen, sharer);
                break;
            case GeoIndicatorFormat.Xarf:
                XarfReports.Write(output, chosen, sharer);
                break;
            default:
                AddressCsv.Write(output, chosen);
                break;
        }

        return chosen.Count;
    }

    private static bool IsAskedFor(AbuseAddress address, GeoIndicatorQuery query) =>
        (query.Since is null || address.Last >= query.Since)
        && address.Accounts >= query.MinimumAccounts
        && !address.Countries.Intersect(query.ExcludeCountry, StringComparer.OrdinalIgnoreCase).Any();
}
