using System.Globalization;
using System.Net;
using AbuseServerless.Accounts;
using AbuseServerless.Detection;
using AbuseServerless.Sharing;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Tests.Sharing;

/// <summary>Judged suspensions, and what is written of them.</summary>
internal static class Abuse
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    public static Sharer Sharer { get; } = new("例示メール & \"Sons\"", "abuse@example.jp", Tlp.AmberStrict, TimeSpan.FromDays(14));

    /// <summary>An address of each IP version; names and reasons that would betray accounts stand in what is not told.</summary>
    public static IReadOnlyList<AbuseAddress> Addresses { get; } =
    [
        new(IPAddress.Parse("81.2.69.142"), Noon.AddHours(-3), Noon, ["GB"], 2, Noon.AddDays(1)),
        new(IPAddress.Parse("2a02:6b8::1"), Noon.AddHours(-2).AddMilliseconds(7), Noon.AddHours(-2).AddMilliseconds(7), ["BY", "RU"], 1, Noon),
    ];

    public static Episode Episode(string account, Judgement judgement, params (string Country, string Address)[] seen) => new(
        AccountName.Parse(account),
        Noon,
        [new Decision("Countries", Verdict.Suspend, seen.Length, 1, "", Noon.AddDays(-1), Noon, [.. seen.Select(each => new CountryEvidence(each.Country, Noon.AddHours(-3), Noon.AddHours(-1), each.Address))], 0, DateTimeOffset.MinValue, "rules", "data")],
        judgement,
        Noon.AddHours(1),
        true);

    public static string Text(Action<Stream> write)
    {
        using var written = new MemoryStream();
        write(written);
        return new System.Text.UTF8Encoding(false, true).GetString(written.ToArray());
    }

    public static DateTimeOffset Time(string text) => DateTimeOffset.ParseExact(text, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
