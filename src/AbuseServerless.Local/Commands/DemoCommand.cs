using System.Globalization;
using AbuseServerless.Accounts;
using AbuseServerless.Azure.EventHubs;
using AbuseServerless.Detection.Account;
using AbuseServerless.Local.Demo;
using AbuseServerless.Local.Stack;
using AbuseServerless.Suspensions;
using Spectre.Console;
using Spectre.Console.Cli;

namespace AbuseServerless.Local.Commands;

/// <summary>The demo: yesterday at a synthetic mail provider, through the real functions.</summary>
internal sealed class DemoCommand : AsyncCommand<StackSettings>
{
    private const int Events = 20_000;
    private const int Accounts = 4_000;
    private const int MalformedLines = 12;
    private const int Seed = 20190101;
    private const int ShownSuspensions = 8;

    // Percent.
    private const int ProgressStep = 10;

    private const string Traveller = "traveller@example.jp";

    public override async Task<int> ExecuteAsync(CommandContext context, StackSettings settings, CancellationToken cancellationToken)
    {
        AnsiConsole.Write(new Rule("[bold]AbuseServerless[/]: stops an account that is used from ten countries a day").LeftJustified());
        AnsiConsole.WriteLine();
        await Parts.PrepareAsync(cancellationToken);
        var options = new RealisticDayOptions(Events, Accounts, Yesterday(), Seed) { MalformedLines = MalformedLines };
        var day = new RealisticDay(options, AddressBook.Open(Path.Combine(Parts.NodeModules, "@ip-location-db")));

        using var logs = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Error).AddSimpleConsole());
        await using var stack = await Terminal.WaitAsync(
            "Starting Azurite, the Event Hubs endpoint and the functions …",
            _ => LocalStack.StartAsync(
                new LocalStackOptions { Settings = settings.Overrides, AsAtItsTime = true, Workers = settings.Workers, LoggerFactory = settings.Verbose ? settings.CreateLoggerFactory() : logs },
                cancellationToken));
        AnsiConsole.MarkupLine("[green]✓[/] Azurite, the Event Hubs endpoint and the functions are running on loopback.");

        var published = await PublishAsync(day, options, stack, cancellationToken);
        AnsiConsole.MarkupLine($"[green]✓[/] {published:N0} AUTH events of {options.Day:yyyy-MM-dd} published and processed.");

        var tables = new StackTables(stack.Storage);
        var result = await ReplayResult.ReadAsync(Published.Auths(published), tables, cancellationToken);
        AnsiConsole.WriteLine();
        await PrintSuspendedAsync(tables, settings.Enforces, cancellationToken);
        AnsiConsole.MarkupLine(
            $"{Terminal.Count(result.Accounts, "account")}: [bold red]{result.Suspended.Count} {(settings.Enforces ? "suspended" : "would be suspended")}[/], {result.Watched} watched; {Terminal.Count(result.DeadLettered, "message is", "messages are")} invalid.");
        if (!settings.Enforces)
        {
            AnsiConsole.MarkupLine("Mode Observe: nobody is refused until an operator enforces ([blue]Set-GeoEnforcement[/]).");
        }

        AnsiConsole.WriteLine();
        await PrintTravellerAsync(tables, cancellationToken);
        PrintNext();
        return 0;
    }

    private static async Task<long> PublishAsync(RealisticDay day, RealisticDayOptions options, LocalStack stack, CancellationToken cancellationToken)
    {
        await using var publisher = new AuthEventPublisher(EventHubsConnection.OpenProducer(stack.Endpoint.ConnectionString, LocalStackOptions.AuthEvents));
        await Terminal.Error.Progress().AutoClear(true).StartAsync(async progress =>
        {
            var publishing = progress.AddTask("Publishing a day of AUTH events", maxValue: options.Events + options.MalformedLines);
            foreach (var line in day.Lines())
            {
                await publisher.AddAsync(line, cancellationToken);
                publishing.Value = publisher.Count;
            }

            await publisher.FlushAsync(cancellationToken);
            var processing = progress.AddTask("Processing");
            while (!processing.IsFinished)
            {
                await stack.WaitUntilProcessedAsync((processing.Value + ProgressStep) / processing.MaxValue, cancellationToken);
                processing.Increment(ProgressStep);
            }

            await stack.Host.RunTimerAsync("EnforceSuspensions", cancellationToken);
        });
        return publisher.Count;
    }

    private static async Task PrintSuspendedAsync(StackTables tables, bool enforces, CancellationToken cancellationToken)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns(enforces ? "Suspended account" : "Would be suspended", "Countries that triggered the net", "Within", "All day");
        var suspensions = await tables.ReadSuspensionsAsync(cancellationToken, SuspensionState.Active, SuspensionState.Pending);
        var rows = new List<(int Countries, Suspension Suspension)>();
        foreach (var suspension in suspensions)
        {
            rows.Add((Countries(await tables.FindActivityAsync(suspension.Account, cancellationToken)).Count(), suspension));
        }

        foreach (var (countries, suspension) in rows.OrderByDescending(row => row.Countries).Take(ShownSuspensions))
        {
            var evidence = suspension.Decision!.Countries;
            table.AddRow(
                $"[red]{Markup.Escape(suspension.Account.Value)}[/]",
                string.Join(' ', evidence.Select(country => country.Country)),
                evidence.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{(evidence[^1].First - evidence[0].First).TotalHours:0.0} h"),
                string.Create(CultureInfo.InvariantCulture, $"{countries}"));
        }

        AnsiConsole.Write(table);
        if (rows.Count > ShownSuspensions)
        {
            var nets = suspensions.CountBy(suspension => suspension.Decision!.Net).OrderByDescending(net => net.Value).Select(net => $"{net.Key} {net.Value}");
            AnsiConsole.MarkupLine($"and {rows.Count - ShownSuspensions} more. Nets that triggered: {Markup.Escape(string.Join(", ", nets))}.");
        }
    }

    private static async Task PrintTravellerAsync(StackTables tables, CancellationToken cancellationToken)
    {
        if (await tables.FindActivityAsync(AccountName.Parse(Traveller), cancellationToken) is not { } activity)
        {
            return;
        }

        var seen = activity.Places
            .Where(place => place.Place.HasCountry)
            .OrderBy(place => place.SampleTime)
            .Select(place => $"{place.Place.Country} {Results.Time(place.SampleTime)[^5..]}");
        AnsiConsole.MarkupLine($"[green]Left alone:[/] [bold]{Traveller}[/], a legitimate traveller (UTC):");
        AnsiConsole.MarkupLine($"  {Markup.Escape(string.Join(" → ", seen))}");
        AnsiConsole.MarkupLine("  Four countries in a day. An account is watched at five and suspended at ten.");
        AnsiConsole.WriteLine();
    }

    private static IEnumerable<string> Countries(AccountActivity? activity) =>
        activity?.Places.Where(place => place.Place.HasCountry).Select(place => place.Place.Country).Distinct() ?? [];

    private static void PrintNext()
    {
        AnsiConsole.Write(new Rule($"Try next: {Markup.Escape(Parts.Command)} …").LeftJustified());
        AnsiConsole.MarkupLine("  [blue]… replay /var/log/mail.log[/]                      your own log, any mail server");
        AnsiConsole.MarkupLine("  [blue]… replay FILE --set Nets:Countries:Suspend=8[/]    another threshold");
        AnsiConsole.MarkupLine("  [blue]… up[/]                                            the system, until Ctrl-C");
        AnsiConsole.MarkupLine($"  and in PowerShell{(Parts.IsTool ? "" : ", from the root of the checkout")}:");
        // Not wrapped, however long: they are to be copied.
        Console.Out.WriteLine($"  {Parts.PowerShell}");
        Console.Out.WriteLine($"  Import-Module {Parts.Module}; Connect-GeoAbuse -Local; Get-GeoSuspension");
        AnsiConsole.WriteLine();
        AnsiConsole.MarkupLine("[dim]The day is synthetic. IP Geolocation by DB-IP (https://db-ip.com)[/]");
    }

    private static DateOnly Yesterday() => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-1);
}
