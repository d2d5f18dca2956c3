using System.Net;
using AbuseServerless.Azure.Activity;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Places;
using AbuseServerless.Exemptions;
using AbuseServerless.PowerShell.Border;

namespace AbuseServerless.PowerShell.Engine;

/// <summary>Counts the accounts that an exemption reaches, by what is remembered of them.</summary>
internal static class ExemptionReach
{
    /// <param name="activity">What is remembered.</param>
    /// <param name="exemption">By network or country.</param>
    /// <param name="cancellationToken">Ends the reading of all accounts.</param>
    public static async Task<GeoTouched> CountAsync(ActivityTable activity, Exemption exemption, CancellationToken cancellationToken)
    {
        var reaches = Reaches(exemption);
        var (touched, all) = (0, 0);
        await foreach (var row in activity.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            all++;
            var remembered = new AccountActivity();
            touched += ActivityEncoding.TryDecode(row.State, remembered) && remembered.Places.Any(reaches) ? 1 : 0;
        }

        return new(touched, all);
    }

    private static Func<PlaceActivity, bool> Reaches(Exemption exemption)
    {
        if (exemption.Kind == ExemptionKind.Country)
        {
            return place => place.Place.HasCountry && place.Place.Country == exemption.Value;
        }

        var network = IPNetwork.Parse(exemption.Value);
        return place => network.Contains(place.SampleAddress);
    }
}
