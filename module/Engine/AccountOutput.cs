using AbuseServerless.Accounts;
using AbuseServerless.Azure.Activity;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Places;
using AbuseServerless.Detection.Rate;
using AbuseServerless.Detection.Time;
using AbuseServerless.Geolocation;
using AbuseServerless.Quotas;
using AbuseServerless.Suspensions;

namespace AbuseServerless.PowerShell.Engine;

/// <summary>What is remembered of an account, for people: slots become times, places come together by country.</summary>
internal static class AccountOutput
{
    public static GeoAccount Of(AccountName account, ActivityRow? row, SuspensionState? state, PlanSet plans)
    {
        var activity = row?.Read() ?? new AccountActivity();
        var counts = activity.Of(CountEvidence.Kind).All;
        var origins = activity.Places
            .GroupBy(place => (Country: Name(place.Place), Counts: Counting(place.Place)))
            .Select(places => Origin(places.Key.Country, places.Key.Counts, [.. places], activity.Head))
            .OrderBy(origin => origin.First)
            .ThenBy(origin => origin.Country, StringComparer.Ordinal)
            .ThenBy(origin => origin.Counts)
            .ToArray();
        return new GeoAccount
        {
            Account = account.Value,
            State = (GeoSuspensionState?)state,
            Plan = plans.Find(account)?.Name,
            Reached = (GeoVerdict)activity.Reached,
            Countries = [.. activity.Places.Where(place => place.Place.HasCountry).Select(place => place.Place.Country).Distinct()],
            Origins = origins,
            Usage = UsageOutput.Of(activity),
            MostAddresses = UsageOutput.MostAddresses(activity),
            Auths = counts.Count == 0 ? null : counts.Sum(count => count.Auths + count.WatchOnlyAuths),
            Recipients = counts.Count == 0 ? null : counts.Sum(count => count.Recipients + count.WatchOnlyRecipients),
            First = origins.Length == 0 ? null : origins[0].First,
            Last = origins.Length == 0 ? null : origins.Max(origin => origin.Last),
            ForgottenUntil = activity.ForgottenUntil == DateTimeOffset.MinValue ? null : activity.ForgottenUntil,
        };
    }

    private static string Name(Place place) => place switch
    {
        { HasCountry: true } => place.Country,
        _ when place == Place.Exempted => "exempted",
        _ when place.AsWatchOnly().AsLate() == Place.PrivateNetwork.AsWatchOnly().AsLate() => "private",
        _ => "unlocated",
    };

    private static GeoCounting Counting(Place place) =>
        place == Place.Exempted ? GeoCounting.NotAtAll : place.IsLate ? GeoCounting.Late : place.IsWatchOnly ? GeoCounting.WatchOnly : GeoCounting.Fully;

    private static GeoOrigin Origin(string country, GeoCounting counts, IReadOnlyList<PlaceActivity> places, Slot head)
    {
        var slots = places.Aggregate(default(SlotSet), (all, place) => all.Union(place.Slots));
        return new GeoOrigin(
            country,
            [.. places.Select(place => Of(place, head)).OrderBy(place => place.First)],
            Time(head, slots.OldestAge),
            Time(head, slots.NewestAge),
            slots.Count,
            places.MinBy(place => place.SampleTime).SampleAddress.ToString(),
            counts);
    }

    private static GeoPlace Of(PlaceActivity place, Slot head) => new(
        place.Place.HasCoordinates ? place.Place.Latitude : null,
        place.Place.HasCoordinates ? place.Place.Longitude : null,
        Time(head, place.Slots.OldestAge),
        Time(head, place.Slots.NewestAge),
        place.Slots.Count,
        place.SampleAddress.ToString());

    private static DateTimeOffset Time(Slot head, int age) => new Slot(head.Index - age).Start;
}
