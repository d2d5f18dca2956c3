using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using AbuseServerless.Laboratory.Attackers;
using AbuseServerless.Laboratory.Honest;
using AbuseServerless.Laboratory.Population;
using AbuseServerless.Laboratory.World;
using AbuseServerless.Local;
using Spectre.Console;
using Spectre.Console.Cli;

namespace AbuseServerless.Laboratory.Running;

/// <summary>Writes a population, sends it through the local runtime and prints the table.</summary>
internal sealed class RunCommand : AsyncCommand<RunCommand.Settings>
{
    // A Monday; any will do.
    private static readonly DateTimeOffset First = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    internal sealed class Settings : CommandSettings
    {
        [CommandOption("--seed <NUMBER>")]
        [Description("Seed of everything random.")]
        [DefaultValue(1)]
        public int Seed { get; init; }

        [CommandOption("--scale <FACTOR>")]
        [Description("By what the numbers of accounts are multiplied, above 0. At 1: 3,845 honest and 770 stolen accounts.")]
        [DefaultValue(1.0)]
        public double Scale { get; init; }

        [CommandOption("--days <NUMBER>")]
        [Description("Days of the run, 3 to 60.")]
        [DefaultValue(10)]
        public int Days { get; init; }

        [CommandOption("--attacks <NUMBER>")]
        [Description("Days at the end in which accounts are stolen, 2 to less than --days.")]
        [DefaultValue(5)]
        public int Attacks { get; init; }

        [CommandOption("--set <SETTING=VALUE>")]
        [Description("App setting of the functions, such as Nets:Countries:Suspend=8. Repeat it for more.")]
        public string[] Set { get; init; } = [];

        [CommandOption("--vary <SETTING=VALUES>")]
        [Description("An app setting and values with commas between them: the same population once with each, such as Nets:Countries:Suspend=8,10,12.")]
        public string? Vary { get; init; }

        [CommandOption("--direct")]
        [Description("Through parsers and nets alone, without hub, worker and storage: for large populations. Stops are told to the second then.")]
        public bool Direct { get; init; }

        [CommandOption("--json")]
        [Description("Prints one JSON object instead of the table.")]
        public bool AsJson { get; init; }

        [CommandOption("--write <FOLDER>")]
        [Description("Leaves auth.jsonl, deliveries.jsonl and labels.csv there, and runs nothing.")]
        public string? Write { get; init; }

        // The settings of each run, and what its table is called.
        public IEnumerable<(string Name, Dictionary<string, string> Overrides)> Variants()
        {
            var (name, values) = Vary?.Split('=', 2) is [var setting, var list] ? (setting, list.Split(',')) : ("", [""]);
            return values.Select(value => (name.Length == 0 ? "" : $"{name}={value}", Overrides(name.Length == 0 ? Set : [.. Set, $"{name}={value}"])));
        }

        public override ValidationResult Validate() =>
            Scale <= 0 ? ValidationResult.Error("--scale is above 0.")
            : Days is < 3 or > 60 ? ValidationResult.Error("--days is 3 to 60.")
            : Attacks < 2 || Attacks >= Days ? ValidationResult.Error("--attacks is 2 to less than --days.")
            : Vary?.Contains('=', StringComparison.Ordinal) == false ? ValidationResult.Error($"--vary {Vary}: write SETTING=VALUE,VALUE.")
            : Array.Find(Set, pair => !pair.Contains('=', StringComparison.Ordinal)) is { } wrong ? ValidationResult.Error($"--set {wrong}: write SETTING=VALUE.")
            : ValidationResult.Success();

        private static Dictionary<string, string> Overrides(IEnumerable<string> pairs) => pairs.Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var days = new Days(First, settings.Days, settings.Attacks);
        using var internet = Internet.Open(Path.Combine(Repository.Root, "node_modules", "@ip-location-db"));
        var town = Town.Write(HonestPlots.All, AttackPlots.All, days, internet, settings.Seed, settings.Scale);
        await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{town.Subjects.Count:N0} accounts, {town.Told.Count:N0} events, seed {settings.Seed}"));
        if (settings.Write is { } folder)
        {
            TownFiles.Write(town, folder);
            return 0;
        }

        foreach (var (name, overrides) in settings.Variants())
        {
            var results = KindResult.Of(town, settings.Direct ? DirectPath.Run(town, overrides) : await RealPath.RunAsync(town, overrides, cancellationToken));
            var headline = Headline.Of(results, settings.Days);
            if (settings.AsJson)
            {
                Console.WriteLine(JsonSerializer.Serialize(new { settings.Seed, settings.Scale, settings.Days, settings.Attacks, name, headline, kinds = results }, Json));
                continue;
            }

            foreach (var line in headline.Lines(results).Prepend(name.Length > 0 ? $"## {name}\n" : ""))
            {
                Console.WriteLine(line);
            }
        }

        return 0;
    }
}
