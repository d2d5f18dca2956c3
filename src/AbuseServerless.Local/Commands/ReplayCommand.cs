using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using AbuseServerless.Azure.Settings;
using AbuseServerless.Geolocation;
using AbuseServerless.Ingestion.Logs;
using AbuseServerless.Ingestion.Logs.Patterns;
using AbuseServerless.Local.Stack;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Spectre.Console;
using Spectre.Console.Cli;
using ValidationResult = Spectre.Console.ValidationResult;

namespace AbuseServerless.Local.Commands;

/// <summary><c>replay</c>: runs a log through a fresh stack and shows what would have been suspended.</summary>
internal sealed class ReplayCommand : AsyncCommand<ReplayCommand.Settings>
{
    // Messages that are kept while the log is looked at: lines that cannot be read.
    private const int MaximumLook = 10_000;

    internal sealed class Settings : StackSettings
    {
        [CommandArgument(0, "<FILES>")]
        [Description("Log files, archives (tar, ZIP) and folders (without their sub-folders), plain or compressed (gz, xz, zst, bz2), in any order; - for standard input.")]
        public string[] Files { get; init; } = [];

        [CommandOption("--json")]
        [Description("Writes one JSON object to standard output, and nothing else.")]
        public bool Json { get; init; }

        [CommandOption("--format <FORMAT>")]
        [Description("Log format. auto (default): detected for each line; json: lines that follow the schemas; postfix, dovecot, exim … (docs/sources.md): logs of these servers; patterns:FILE: your own patterns.")]
        [DefaultValue("auto")]
        public string Format { get; init; } = "auto";

        [CommandOption("--year <YEAR>")]
        [Description("Year of the first time stamp without a year. Default: derived from later lines, otherwise the latest year that fits.")]
        [Range(1970, 9998)]
        public int? Year { get; init; }

        [CommandOption("--time-zone <ZONE>")]
        [Description("Zone of time stamps without one, such as Asia/Tokyo. Default: this machine's zone.")]
        public string? TimeZone { get; init; }

        public override ValidationResult Validate() =>
            base.Validate() is { Successful: false } bad ? bad
            : Files.Length == 0 ? ValidationResult.Error("Name a file or folder, or - for standard input.")
            : FormatFault() is { } fault ? ValidationResult.Error($"--format {Format}: {fault}")
            : TimeZone is not null && !TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _) ? ValidationResult.Error($"--time-zone {TimeZone}: unknown; use an IANA name such as Asia/Tokyo.{Nearest.Hint(TimeZone, TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id))}")
            : ValidationResult.Success();

        private string? FormatFault()
        {
            try
            {
                return Format == "auto" || LogFormats.Find(Format) is not null ? null : $"unknown; the formats are {LogFormats.Choices}.{Nearest.Hint(Format, LogFormats.All.Select(format => format.Name))}";
            }
            catch (PatternFileException e)
            {
                return e.Message;
            }
        }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var format = settings.Format == "auto" ? null : LogFormats.Find(settings.Format);
        var zone = settings.TimeZone is null ? TimeZoneInfo.Local : TimeZoneInfo.FindSystemTimeZoneById(settings.TimeZone);
        var files = settings.Files.Select(Source).ToList();
        using var log = await EventSource.OpenAsync(files, format, zone, settings.Year, cancellationToken);
        await using var messages = log.ReadAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);

        // Starting takes some seconds: what tells of nothing is said before.
        var first = await LookAsync(messages);
        if (first.All(message => message.Time is null) && LogSummary.Nothing(log.Tally, format) is not null)
        {
            await TellAsync(log, files, format, settings);
        }

        await Parts.PrepareAsync(cancellationToken);
        var result = await Terminal.WaitAsync("Starting Azurite, the Event Hubs endpoint and the functions …", async status =>
        {
            using var logs = settings.CreateLoggerFactory(tellsRejected: true);
            await using var stack = await LocalStack.StartAsync(
                new LocalStackOptions { Settings = WithoutLimits(settings.Overrides), AsAtItsTime = true, Workers = settings.Workers, LoggerFactory = logs }, cancellationToken);
            var published = await PublishAsync(first, messages, stack, status, cancellationToken);
            await stack.Host.RunTimerAsync("EnforceSuspensions", cancellationToken);
            return await ReplayResult.ReadAsync(published, new StackTables(stack.Storage), cancellationToken);
        });
        await TellAsync(log, files, format, settings);
        Print(settings, result with { Log = ReadLog.Of(log.Tally) });
        return 0;
    }

    // Up to the first event, or as many messages as may be kept.
    private static async Task<List<SourceMessage>> LookAsync(IAsyncEnumerator<SourceMessage> messages)
    {
        var first = new List<SourceMessage>();
        while (first.Count < MaximumLook && first is not [.., { Time: not null }] && await messages.MoveNextAsync())
        {
            first.Add(messages.Current);
        }

        return first;
    }

    // What was understood; an error where that is nothing.
    private static async Task TellAsync(EventSource log, List<string> files, LogFormat? format, Settings settings)
    {
        using var geolocator = Geolocator(settings);
        await Console.Error.WriteLineAsync(LogSummary.Of(log.Tally));
        foreach (var warning in LogSummary.Warnings(log.Tally, address => geolocator.Locate(address).HasCountry))
        {
            await Console.Error.WriteLineAsync(warning);
        }

        if (log.Tally is { Logins: 0, Deliveries: > 0 })
        {
            await Console.Error.WriteLineAsync("The log contains no logins that count. Deliveries alone do not reveal stolen accounts: also give the log of the submission server.");
        }

        if (LogSummary.Nothing(log.Tally, format) is { } nothing)
        {
            throw new InvalidDataException($"{string.Join(", ", files)}: {nothing}");
        }
    }

    // Before anything is started: what is not there is said at once, by its full path.
    private static string Source(string file)
    {
        if (file == EventSource.StandardInput)
        {
            return file;
        }

        var path = Path.GetFullPath(file);
        return File.Exists(path) || Directory.Exists(path) || Path.GetFileName(path).AsSpan().ContainsAny('*', '?') ? path : throw new FileNotFoundException($"{path}: no such file.");
    }

    private static DatabaseGeolocator Geolocator(Settings settings) => new(
        Options.Create(new GeolocationOptions { Databases = settings.Overrides.GetValueOrDefault("Geolocation:Databases") ?? AppSettingsOfStack.DefaultDatabases }),
        TimeProvider.System,
        NullLogger<DatabaseGeolocator>.Instance);

    // A log may be old, and whoever looks at one wants to see all of it.
    private static Dictionary<string, string> WithoutLimits(IReadOnlyDictionary<string, string> overrides)
    {
        var settings = new Dictionary<string, string>(overrides, StringComparer.OrdinalIgnoreCase);
        settings.TryAdd("Retention:DeliveryCounts", "366");
        settings.TryAdd("Deliveries:MaximumDomains", "10000");
        return settings;
    }

    private static async Task<Published> PublishAsync(List<SourceMessage> first, IAsyncEnumerator<SourceMessage> further, LocalStack stack, StatusContext status, CancellationToken cancellationToken)
    {
        await using var slots = new SlotBySlot(stack);
        var published = Published.Nothing;
        foreach (var message in first)
        {
            await AddAsync(message);
        }

        while (await further.MoveNextAsync())
        {
            await AddAsync(further.Current);
        }

        status.Status($"Processing {Terminal.Count(published.Messages, "event")} …");
        await slots.CompleteAsync(cancellationToken);
        return published;

        async Task AddAsync(SourceMessage message)
        {
            await slots.AddAsync(message, cancellationToken);
            published = published.Add(message);
            if (published.Messages % 10_000 == 0)
            {
                status.Status($"Processing: {published.Messages:N0} events …");
            }
        }
    }

    private static void Print(Settings settings, ReplayResult result)
    {
        if (settings.Json)
        {
            Console.Out.WriteLine(result.ToJson());
            return;
        }

        AnsiConsole.Write(Results.Suspended(result.Suspended, AnsiConsole.Profile.Width));
        if (result.Deliveries.Count > 0)
        {
            AnsiConsole.Write(Results.Deliveries(result.Deliveries));
        }

        AnsiConsole.MarkupLine(
            $"{Terminal.Count(result.Events, "message")}, {Terminal.Count(result.Accounts, "account")}: [bold]{result.Suspended.Count:N0} would be suspended[/], {result.Watched:N0} watched, {Terminal.Count(result.DeadLettered, "message")} rejected (dead {(result.DeadLettered == 1 ? "letter" : "letters")}).");
    }
}
