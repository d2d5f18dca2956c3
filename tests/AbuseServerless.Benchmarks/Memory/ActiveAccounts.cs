using System.Globalization;
using AbuseServerless.Accounts;
using AbuseServerless.Ingestion;
using AbuseServerless.Local.Demo;

namespace AbuseServerless.Benchmarks.Memory;

/// <summary>Accounts used once or twice within the last hours: every other one a second time, and every fourth from another place as well.</summary>
internal sealed class ActiveAccounts(int accounts, AddressBook addresses)
{
    private static readonly TimeSpan First = TimeSpan.FromHours(-3);
    private static readonly TimeSpan Second = TimeSpan.FromHours(-1);

    /// <summary>An account's events one behind the other, so that most rows are written once.</summary>
    public IEnumerable<string> Lines()
    {
        var now = TimeProvider.System.GetUtcNow();
        for (var number = 0; number < accounts; number++)
        {
            yield return Line(number, number, now + First);
            if (number % 2 == 0)
            {
                yield return Line(number, number % 4 == 0 ? number + 7919 : number, now + Second);
            }
        }
    }

    private string Line(int number, int home, DateTimeOffset time)
    {
        var pool = addresses[AddressBook.Home];
        var account = AccountName.Parse(string.Create(CultureInfo.InvariantCulture, $"user{number:0000000}@example.jp"));
        return AuthEventJson.Write(new AuthEvent(time.AddSeconds(number % 3600), account, pool.V4(home % pool.V4Count), Success: true, Recipients: 1), protocol: "smtp", server: "mx1");
    }
}
