using AbuseServerless.Accounts;
using AbuseServerless.Deliveries;
using AbuseServerless.Statistics;

namespace AbuseServerless.Report.Tests.Data;

/// <summary>Names, domains and replies by which somebody would like to run a script, mislead a reader or break a page.</summary>
internal static class HostileData
{
    public const string Script = "</script><img src=x onerror=\"stolen=1\">'&amp;{{7*7}}";

    private static readonly string[] Accounts =
    [
        Script, "evil\u202egpj.exe@example.jp", "nul\0\u001b[31m@example.jp", "👩‍👩‍👧🐙@example.jp", "\u2028\u2029--><!--", "]]>${alert(1)}`", new string('w', 1000) + "@example.jp",
    ];

    /// <summary>The accounts as they are to be read, the busiest first.</summary>
    public static readonly string[] ShownAccounts =
    [
        Script, "evil[U+202E]gpj.exe@example.jp", "nul[U+0000][U+001B][31m@example.jp", "👩‍👩‍👧🐙@example.jp", "[U+2028][U+2029]--><!--", "]]>${alert(1)}`",
        new string('w', 79) + "…" + new string('w', 29) + "@example.jp",
    ];

    public static ReportData Of(ReportData data) => data with
    {
        Deliveries =
        [
            .. data.Deliveries.Select(day => day with
            {
                Provider = day.Provider switch { "Google" => Script, "Microsoft" => new string('m', 250) + ".example", "docomo" => "\u202e\u0000docomo", "Yahoo! JAPAN" => "=HYPERLINK(\"https://attacker.example\")", var name => name },
                Samples = day.Samples.ToDictionary(sample => sample.Key, sample => sample.Value with { Text = sample.Key == ReplyClass.Content ? new string('x', 300) : Script }),
            }),
        ],
        Days = [.. data.Days.Select(day => day with { BusiestAccounts = [.. Accounts.Select((account, i) => new BusyAccount(account, 50 - i))] })],
        Suspensions =
        [
            .. data.Suspensions.Zip(Accounts, (suspension, account) => suspension with
            {
                Account = AccountName.TryParse(account, out var name) ? name : suspension.Account,
                By = Script, Reason = Script + new string('r', 600),
                Decision = suspension.Decision is { } decision ? decision with { Countries = [.. decision.Countries, new("<b", suspension.Since, suspension.Since, "<i>::1")] } : null,
            }),
        ],
    };
}
