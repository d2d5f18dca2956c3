using System.Net;
using AbuseServerless.Accounts;
using AbuseServerless.Detection;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Time;
using AbuseServerless.Geolocation;
using AbuseServerless.Ingestion;
using CsCheck;

namespace AbuseServerless.Tests.Detection.Account;

/// <summary>Random traces of one account, and an account that is fed with them.</summary>
internal static class Trace
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    public static readonly AccountName Alice = AccountName.Parse("alice@example.jp");

    public static readonly string[] Codes = ["JP", "US", "BR", "CN", "DE", "FR", "GB", "IN", "KR", "RU", "TH", "VN", "ZA", "NG", "AR", "MX"];

    private static readonly Gen<Place> Places = Gen.OneOf(
        Gen.Int[0, Codes.Length - 1].Select(i => Place.Of(Codes[i])),
        Gen.Int[0, Codes.Length - 1].Select(i => Place.Of(Codes[i]).AsWatchOnly()),
        Gen.Select(Gen.Int[0, Codes.Length - 1], Gen.Int[-2, 2], (i, d) => Place.Of(Codes[i], 10 * d, 30 * d)),
        Gen.Const(Place.PrivateNetwork),
        Gen.Const(Place.Unlocated));

    /// <summary>Up to 60 events within less than the ring's 32 hours, so that none can be too late.</summary>
    public static Gen<LocatedEvent[]> WithinTheRing { get; } = Events(126 * 15 * 60);

    /// <summary>Up to 60 events over four days.</summary>
    public static Gen<LocatedEvent[]> OverDays { get; } = Events(4 * 24 * 60 * 60);

    public static LocatedEvent At(DateTimeOffset time, Place place, string address = "192.0.2.1", long sequence = 0, int partition = 0) =>
        new(new AuthEvent(time, Alice, IPAddress.Parse(address), true, 0), place, new EventPosition(partition, sequence, Noon), 0);

    /// <summary>Feeds batches through the same code as a worker, keeping the activity as bytes between them.</summary>
    public static (AccountActivity Activity, Verdict Verdict, int TooLate) Feed(IEnumerable<LocatedEvent[]> batches, Detector detector)
    {
        var state = ActivityEncoding.Encode(new AccountActivity());
        var tooLate = 0;
        foreach (var batch in batches)
        {
            var activity = ActivityEncoding.Decode(state);
            var change = ActivityUpdate.Apply(activity, [.. batch.OrderBy(located => located.Event.Time)], detector);
            tooLate += change.TooLate.Count;
            if (change.Changed)
            {
                state = ActivityEncoding.Encode(activity);
            }
        }

        var result = ActivityEncoding.Decode(state);
        return (result, result.Reached, tooLate);
    }

    /// <summary>Everything that must not depend on order: head, reset, verdict, and all evidence.</summary>
    public static string Describe(AccountActivity activity) =>
        $"{(activity.Places.Count > 0 ? activity.Head.Index : 0)} {activity.ForgottenUntil:O} {activity.Reached} {string.Join(" | ", activity.Places)} {string.Join(" | ", activity.Evidence.Select(evidence => Bytes(evidence, activity.Head)))}";

    /// <summary>What evidence would be stored as.</summary>
    public static string Bytes(Evidence evidence, Slot head)
    {
        var writer = new CompactWriter([]);
        evidence.Encode(ref writer, head);
        return Convert.ToHexString(writer.ToArray());
    }

    private static Gen<LocatedEvent[]> Events(int seconds) =>
        Gen.Select(Gen.Int[0, seconds], Places, Gen.Int[1, 4], Gen.Int[0, 3], (second, place, host, partition) => (second, place, host, partition))
            .Array[1, 60]
            .Select(all => all.Select((e, i) => At(Noon.AddSeconds(e.second), e.place, $"198.51.100.{e.host}", i + 1, e.partition)).ToArray());
}
