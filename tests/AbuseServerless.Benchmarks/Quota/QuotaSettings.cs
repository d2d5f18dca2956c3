using System.ComponentModel;
using Spectre.Console;
using Spectre.Console.Cli;

namespace AbuseServerless.Benchmarks.Quota;

/// <summary>Options of <c>quota</c>.</summary>
internal sealed class QuotaSettings : CommandSettings
{
    [CommandOption("--seconds <N>")]
    [Description("How long each speed is measured, after warming up for a third of it.")]
    [DefaultValue(10)]
    public int Seconds { get; init; }

    [CommandOption("--sessions <N>")]
    [Description("Connections and SMTP sessions at once.")]
    [DefaultValue(50)]
    public int Sessions { get; init; }

    [CommandOption("--limit <N>")]
    [Description("Messages an hour of each flooded account.")]
    [DefaultValue(20)]
    public int Limit { get; init; }

    [CommandOption("--floods <N>")]
    [Description("Accounts that are flooded, one after the other.")]
    [DefaultValue(10)]
    public int Floods { get; init; }

    public override ValidationResult Validate() =>
        Seconds < 1 ? ValidationResult.Error("--seconds: 1 or more.")
        : Sessions is < 1 or > 90 ? ValidationResult.Error("--sessions: 1 to 90.")
        : Limit < 1 ? ValidationResult.Error("--limit: 1 or more.")
        : Floods < 1 ? ValidationResult.Error("--floods: 1 or more.")
        : ValidationResult.Success();
}
