using System.Globalization;
using AbuseServerless.Deliveries;
using AbuseServerless.Detection.Countries;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace AbuseServerless.Local.Commands;

/// <summary>The tables that commands print.</summary>
internal static class Results
{
    // Beside the name: a net, some countries, a time and the border.
    private const int OtherColumns = 54;

    // In a replay nobody is refused. Names are to be copied: where one has no room for them in a table, it stands above its evidence. So it does where countries are no evidence, and the reason needs the line.
    public static IRenderable Suspended(IReadOnlyCollection<JudgedAccount> accounts, int width)
    {
        if (accounts.Any(account => !ShowsCountries(account) || account.Account.GetCellWidth() + OtherColumns > width))
        {
            return new Rows([new Text("Would be suspended:"), .. accounts.SelectMany(OnLines)]);
        }

        var table = new Table().Border(TableBorder.Rounded).AddColumns(new TableColumn("Would be suspended").NoWrap(), new TableColumn("Net").NoWrap(), new TableColumn("Countries in the window"), new TableColumn("Window (UTC)"));
        foreach (var account in accounts)
        {
            table.AddRow(new Text(account.Account), new Text(account.Net), Countries(account), new Text(Window(account)));
        }

        return table;
    }

    private static IEnumerable<IRenderable> OnLines(JudgedAccount account) =>
    [
        new Text(account.Account),
        new Padder(new Text($"{account.Net}, {Window(account)} UTC"), Below),
        .. ShowsCountries(account) ? (IEnumerable<IRenderable>)[] : [new Padder(new Text(account.Reason), Below)],
        new Padder(Countries(account), Below),
    ];

    // The countries alone say why.
    private static bool ShowsCountries(JudgedAccount account) => account.Net == CountriesNet.Name;

    private static Padding Below => new(2, 0, 0, 0);

    private static Markup Countries(JudgedAccount account) => new($"[bold]{account.Countries.Count}[/]  {string.Join(' ', account.Countries)}");

    private static string Window(JudgedAccount account) => $"{Time(account.WindowStart)} – {Time(account.WindowEnd)}";

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
