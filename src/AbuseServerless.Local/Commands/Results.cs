using System.Globalization;
using AbuseServerless.Deliveries;
using Spectre.Console;

namespace AbuseServerless.Local.Commands;

/// <summary>The tables that commands print.</summary>
internal static class Results
{
    // In a replay nobody is refused.
    public static Table Suspended(IEnumerable<JudgedAccount> accounts)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Would be suspended", "Net", "Countries in the window", "Window (UTC)");
        foreach (var account in accounts)
        {
            table.AddRow(
                new Text(account.Account),
                new Text(account.Net),
                new Markup($"[bold]{account.Countries.Count}[/]  {string.Join(' ', account.Countries)}"),
                new Text($"{Time(account.WindowStart)} – {Time(account.WindowEnd)}"));
        }

        return table;
    }

    public static Table Deliveries(IEnumerable<ProviderDeliveries> providers)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Provider", "Attempts", "Sent", "Deferred", "Bounced", "Expired");
        foreach (var provider in providers.OrderByDescending(provider => provider.Attempts))
        {
            table.AddRow(
                Markup.Escape(provider.Provider),
                provider.Attempts.ToString("N0", CultureInfo.CurrentCulture),
                provider.Sent.ToString("N0", CultureInfo.CurrentCulture),
                Classes(provider.Deferred),
                Classes(provider.Bounced),
                Classes(provider.Expired));
        }

        return table;
    }

    private static string Classes(IReadOnlyDictionary<ReplyClass, long> counts) =>
        counts.Count == 0 ? "0" : $"[bold]{counts.Values.Sum():N0}[/]  {string.Join(", ", counts.Select(count => $"{count.Key} {count.Value:N0}"))}";

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("MM-dd HH:mm", CultureInfo.InvariantCulture);
}
