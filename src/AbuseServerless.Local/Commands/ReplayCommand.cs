using System.ComponentModel;
using AbuseServerless.Azure.EventHubs;
using AbuseServerless.Ingestion.Logs;
using AbuseServerless.Ingestion.Logs.Patterns;
using AbuseServerless.Local.Stack;
using Spectre.Console;
using Spectre.Console.Cli;

namespace AbuseServerless.Local.Commands;

/// <summary><c>replay</c>: runs a log through a fresh stack and shows what would have been suspended.</summary>
internal sealed class ReplayCommand : AsyncCommand<ReplayCommand.Settings>
{
    internal sealed class Settings : StackSettings
    {
        [CommandArgument(0, "<FILE>")]
        [Description("The log; - for standard input.")]
        public string File { get; init; } = "";

        [CommandOption("--json")]
        [Description("Prints one JSON object on standard output, and nothing else there.")]
        public bool Json { get; init; }

        [CommandOption("--format <FORMAT>")]
        [Description("auto (default) finds out what the file is; json: lines of the schemas; postfix, dovecot, exim … (docs/sources.md): logs of these servers; patterns:FILE: patterns of your own.")]
        [DefaultValue("auto")]
        public string Format { get; init; } = "auto";

        [CommandOption("--time-zone <ZONE>")]
        [Description("Zone of a Postfix log's times where they name none, such as Asia/Tokyo. Default: this machine's. The year is the one that puts a time latest before tomorrow.")]
        public string? TimeZone { get; init; }

        public override ValidationResult Validate() =>
            base.Validate() is { Successful: false } bad ? bad
            : File != EventSource.StandardInput && !System.IO.File.Exists(File) ? ValidationResult.Error($"{File}: there is no such file.")
            : FormatFault() is { } fault ? ValidationResult.Error($"--format {Format}: {fault}")
            : TimeZone is not null && !TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _) ? ValidationResult.Error($"--time-zone {TimeZone}: unknown.")
            : ValidationResult.Success();

        private string? FormatFault()
        {
            try
            {
                return Format == "auto" || LogFormats.Find(Format) is not null ? null : $"unknown; it is auto, {string.Join(", ", LogFormats.All.Select(format => format.Name))} or {PatternFile.Prefix}FILE.";
            }
            catch (PatternFileException e)
            {
                return e.Message;
            }
        }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        var result = await console.Status().StartAsync("Starting Azurite, the Event Hubs endpoint and the functions …", async status =>
        {
            using var logs = settings.CreateLoggerFactory();
            await using var stack = await LocalStack.StartAsync(
                new LocalStackOptions { Settings = WithoutLimits(settings.Overrides), Workers = settings.Workers, LoggerFactory = logs }, cancellationToken);
            var published = await PublishAsync(settings, stack, status, cancellationToken);
            status.Status($"Processing {published.Messages:N0} messages …");
            await stack.WaitUntilProcessedAsync(cancellationToken);
            await stack.Host.RunTimerAsync("EnforceSuspensions", cancellationToken);
            return await ReplayResult.ReadAsync(published, new StackTables(stack.Azurite.ConnectionString), cancellationToken);
        });
        Print(settings, result);
        return 0;
    }

    // A log may be old, and whoever looks at one wants to see all of it.
    private static Dictionary<string, string> WithoutLimits(IReadOnlyDictionary<string, string> overrides)
    {
        var settings = new Dictionary<string, string>(overrides, StringComparer.OrdinalIgnoreCase);
        settings.TryAdd("Retention:DeliveryCounts", "366");
        settings.TryAdd("Deliveries:MostDomains", "10000");
        return settings;
    }

    private static async Task<Published> PublishAsync(Settings settings, LocalStack stack, StatusContext status, CancellationToken cancellationToken)
    {
        var zone = settings.TimeZone is null ? TimeZoneInfo.Local : TimeZoneInfo.FindSystemTimeZoneById(settings.TimeZone);
        await using var file = EventSource.Open(settings.File);
        await using var auths = new AuthEventPublisher(EventHubsConnection.OpenProducer(stack.Endpoint.ConnectionString, LocalStackOptions.AuthEvents));
        await using var deliveries = new DeliveryEventPublisher(EventHubsConnection.OpenProducer(stack.Endpoint.ConnectionString, LocalStackOptions.DeliveryEvents));
        var published = Published.Nothing;
        await foreach (var message in EventSource.ReadAsync(file, LogFormats.Find(settings.Format), zone, cancellationToken))
        {
            await (message.Delivery is null ? auths.AddAsync(message.Text, cancellationToken) : deliveries.AddAsync(message.Text, cancellationToken));
            published = published.Add(message);
            if (published.Messages % 10_000 == 0)
            {
                status.Status($"Publishing: {published.Messages:N0} messages …");
            }
        }

        await auths.FlushAsync(cancellationToken);
        await deliveries.FlushAsync(cancellationToken);
        return published;
    }

    private static void Print(Settings settings, ReplayResult result)
    {
        if (settings.Json)
        {
            Console.Out.WriteLine(result.ToJson());
            return;
        }

        AnsiConsole.Write(Results.Suspended(result.Suspended));
        if (result.Deliveries.Count > 0)
        {
            AnsiConsole.Write(Results.Deliveries(result.Deliveries));
        }

        AnsiConsole.MarkupLine(
            $"{result.Events:N0} messages, {result.Accounts:N0} accounts: [bold]{result.Suspended.Count:N0} suspended[/], {result.Watched:N0} watched, {result.DeadLettered:N0} messages rejected (dead letters).");
    }
}
