using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using AbuseServerless.Azure.Ingestion;
using AbuseServerless.Suspensions;
using Spectre.Console;
using Spectre.Console.Cli;
using ValidationResult = Spectre.Console.ValidationResult;

namespace AbuseServerless.Local.Commands;

/// <summary>Options that every command has.</summary>
internal class StackSettings : CommandSettings
{
    /// <summary>How what is wrong with a setting of the functions begins.</summary>
    public const string Wrong = "Settings (--set and the environment): ";

    [CommandOption("--set <KEY=VALUE>")]
    [Description("Overrides a setting of the functions, such as Nets:Countries:Suspend=8. May be repeated.")]
    public string[] Set { get; init; } = [];

    [CommandOption("--workers <N>")]
    [Description("Worker processes to run, 1 to 16; they share the partitions.")]
    [DefaultValue(1)]
    [Range(1, 16)]
    public int Workers { get; init; } = 1;

    [CommandOption("--verbose")]
    [Description("Shows the logs of the functions on standard error.")]
    public bool Verbose { get; init; }

    public IReadOnlyDictionary<string, string> Overrides => Set.ToDictionary(
        pair => pair[..pair.IndexOf('=', StringComparison.Ordinal)].Trim(), pair => pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..]);

    /// <summary>Whether the functions refuse suspended accounts, as long as no operator has set it.</summary>
    public bool Enforces => new ConfigurationBuilder().AddEnvironmentVariables()
        .AddInMemoryCollection(Overrides.Select(setting => KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), (string?)setting.Value)))
        .Build()["Enforcement:Mode"]?.Trim().Equals(nameof(EnforcementMode.Enforce), StringComparison.OrdinalIgnoreCase) == true;

    public override ValidationResult Validate()
    {
        var bad = Set.FirstOrDefault(pair => pair.IndexOf('=', StringComparison.Ordinal) < 1);
        if (bad is not null)
        {
            return ValidationResult.Error($"--set {bad}: write KEY=VALUE, such as Nets:Countries:Suspend=8.");
        }

        var twice = Set.GroupBy(pair => pair[..pair.IndexOf('=', StringComparison.Ordinal)].Trim(), StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1);
        if (twice is not null)
        {
            return ValidationResult.Error($"--set {twice.Key}: given twice.");
        }

        return FunctionSettings.FindWrong(Overrides) is { } wrong ? ValidationResult.Error(Wrong + wrong) : ValidationResult.Success();
    }

    /// <summary>Warnings and errors go to standard error, everything else only with <c>--verbose</c>.</summary>
    /// <param name="tellsRejected">Whether the command tells of rejected messages itself, so that no warning has to.</param>
    public ILoggerFactory CreateLoggerFactory(bool tellsRejected = false) => LoggerFactory.Create(builder => builder
        .SetMinimumLevel(Verbose ? LogLevel.Information : LogLevel.Warning)
        .AddFilter(typeof(AuthEventProcessor).Namespace, tellsRejected && !Verbose ? LogLevel.Error : LogLevel.Information)
        .AddSimpleConsole(console => console.SingleLine = true)
        .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
}
