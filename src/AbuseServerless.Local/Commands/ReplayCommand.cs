using System.ComponentModel;
using AbuseServerless.Azure.EventHubs;
using AbuseServerless.Azure.Settings;
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

        /// <summary>The file's full path, or standard input.</summary>
        public string Source => File == EventSource.StandardInput ? File : Path.GetFullPath(File);

        public override ValidationResult Validate() =>
            base.Validate() is { Successful: false } bad ? bad
            : FormatFault() is { } fault ? ValidationResult.Error($"--format {Format}: {fault}")
            : TimeZone is not null && !TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _) ? ValidationResult.Error($"--time-zone {TimeZone}: unknown; write an IANA name such as Asia/Tokyo.{Nearest.Hint(TimeZone, TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id))}")
            : ValidationResult.Success();

        private string? FormatFault()
        {
            try
            {
                return Format == "auto" || LogFormats.Find(Format) is not null ? null : $"unknown; it is auto, {string.Join(", ", LogFormats.All.Select(format => format.Name))} or {PatternFile.Prefix}FILE.{Nearest.Hint(Format, LogFormats.All.Select(format => format.Name))}";
            }
            catch (PatternFileException e)
            {
                return e.Message;
            }
        }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        await using var file = Open(settings.Source);
        var result = await Terminal.WaitAsync("Starting Azurite, the Event Hubs endpoint and the functions …", async status =>
        {
            using var logs = settings.CreateLoggerFactory();
            await using var stack = await LocalStack.StartAsync(
                new LocalStackOptions { Settings = WithoutLimits(settings.Overrides), AsAtItsTime = true, Workers = settings.Workers, LoggerFactory = logs }, cancellationToken);
            var published = await PublishAsync(file, settings, stack, status, cancellationToken);
            status.Status($"Processing {published.Messages:N0} messages …");
            await stack.WaitUntilProcessedAsync(cancellationToken);
            await stack.Host.RunTimerAsync("EnforceSuspensions", cancellationToken);
            var tables = new StackTables(stack.Azurite.ConnectionString);
            var result = await ReplayResult.ReadAsync(published, tables, cancellationToken);
            return result.Recognised > 0 ? result : throw new InvalidDataException(await NothingRecognisedAsync(settings, result, tables, cancellationToken));
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

    // Before anything is started: what cannot be read is said at once.
    private static Stream Open(string source) =>
        source == EventSource.StandardInput || File.Exists(source) ? EventSource.Open(source)
        : Directory.Exists(source) ? throw new InvalidDataException($"{source} is a folder: name a log file in it.")
        : throw new FileNotFoundException($"{source}: there is no such file.");

    private static async Task<string> NothingRecognisedAsync(Settings settings, ReplayResult result, StackTables tables, CancellationToken cancellationToken)
    {
        if (result.Events == 0)
        {
            return $"{settings.Source}: nothing recognised, no line tells of an event. Is it empty, compressed, or a log that --format {settings.Format} does not read?";
        }

        var reasons = await tables.CountRejectionsAsync(cancellationToken);
        return $"{settings.Source}: nothing recognised, {result.Events:N0} messages rejected ({string.Join(", ", reasons.Select(reason => $"{reason.Value:N0} {reason.Key}"))}). "
            + $"Is it compressed, or a log that --format {settings.Format} does not read?";
    }

    private static async Task<Published> PublishAsync(Stream file, Settings settings, LocalStack stack, StatusContext status, CancellationToken cancellationToken)
    {
        var zone = settings.TimeZone is null ? TimeZoneInfo.Local : TimeZoneInfo.FindSystemTimeZoneById(settings.TimeZone);
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
