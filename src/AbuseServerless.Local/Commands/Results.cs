using System.Globalization;
using Spectre.Console;

namespace AbuseServerless.Local.Commands;

/// <summary>The tables that commands print.</summary>
internal static class Results
{
    public static Table Suspended(IEnumerable<SuspendedAccount> accounts)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Suspended account", "Net", "Countries in the window", "Window (UTC)");
        foreach (var account in accounts)
        {
            table.AddRow(
                Markup.Escape(account.Account),
                Markup.Escape(account.Net),
                $"[bold]{account.Countries.Count}[/]  {string.Join(' ', account.Countries)}",
                $"{Time(account.WindowStart)} – {Time(account.WindowEnd)}");
        }

        return table;
    }

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("MM-dd HH:mm", CultureInfo.InvariantCulture);
}
