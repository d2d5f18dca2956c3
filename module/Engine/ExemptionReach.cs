using System.Globalization;
using System.Net;
using AbuseServerless.Azure.Activity;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Familiarity;
using AbuseServerless.Exemptions;
using AbuseServerless.PowerShell.Boundary;

namespace AbuseServerless.PowerShell.Engine;

/// <summary>Counts the accounts that an exemption reaches, by what is remembered of them.</summary>
internal static class ExemptionReach
{
    /// <param name="activity">What is remembered.</param>
    /// <param name="exemption">By network, country or autonomous system.</param>
    /// <param name="cancellationToken">Ends the reading of all accounts.</param>
    public static async Task<GeoExemptionReach> CountAsync(ActivityTable activity, Exemption exemption, CancellationToken cancellationToken)
    {
        var (reaches, isKnown) = Reaches(exemption);
        var (touched, all) = (0, 0);
        await foreach (var row in activity.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            var remembered = new AccountActivity();
            var isReadable = ActivityEncoding.TryDecode(row.State, remembered);
            all += isKnown(remembered) ? 1 : 0;
            touched += isReadable && reaches(remembered) ? 1 : 0;
        }

        return new(touched, all);
    }

    private static (Predicate<AccountActivity> Reaches, Predicate<AccountActivity> IsKnown) Reaches(Exemption exemption)
    {
        switch (exemption.Kind)
        {
            case ExemptionKind.Asn:
                var number = long.Parse(exemption.Value.AsSpan("AS".Length), CultureInfo.InvariantCulture);
                return (account => account.Of(FamiliarityEvidence.Kind).Systems.Contains(number), account => account.Of(FamiliarityEvidence.Kind).Systems.Any());
            case ExemptionKind.Country:
                return (account => account.Places.Any(place => place.Place.HasCountry && place.Place.Country == exemption.Value), _ => true);
            default:
                var network = IPNetwork.Parse(exemption.Value);
                return (account => account.Places.Any(place => network.Contains(place.SampleAddress)), _ => true);
        }
    }
}
