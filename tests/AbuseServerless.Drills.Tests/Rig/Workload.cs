using System.Globalization;

namespace AbuseServerless.Drills.Tests.Rig;

/// <summary>Logins of many accounts within thirty hours, the same for the same seed: honest ones, some just below each threshold, and stolen ones.</summary>
internal static class Workload
{
    private const int Minutes = 30 * 60;
    private const int LoginsEach = 16;

    private static readonly DateTimeOffset Start = new(2026, 11, 18, 0, 0, 0, TimeSpan.Zero);

    /// <summary>So many logins, in the order in which mail servers would tell them: nearly that of their times.</summary>
    public static Login[] Of(int seed, int logins, string domain = "drill.test")
    {
        var random = new Random(seed);
        var drawn = new List<(double Told, Login Login)>(logins);
        for (var number = 0; number < logins; number++)
        {
            var account = number / LoginsEach;
            var country = (account * 7 + number % CountriesOf(account)) % World.Countries.Length;
            var minute = random.NextDouble() * SpanOf(account);
            var name = string.Create(CultureInfo.InvariantCulture, $"user{account}@{domain}");
            drawn.Add((minute + random.NextDouble() * 20, new Login(name, Start.AddMilliseconds(Math.Floor(minute * 60_000)), country, number)));
        }

        return [.. drawn.OrderBy(entry => entry.Told).Select(entry => entry.Login)];
    }

    // Of ten accounts six are honest, two are in nine countries, one in ten within a day, and one in ten within thirty hours: within a day or not, as it falls.
    private static int CountriesOf(int account) => (account % 10) switch
    {
        9 or 8 => 10,
        7 or 6 => 9,
        var honest => 1 + honest % 3,
    };

    private static int SpanOf(int account) => account % 10 == 8 ? Minutes : 20 * 60;
}
