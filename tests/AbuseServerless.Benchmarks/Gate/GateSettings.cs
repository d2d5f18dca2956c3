using System.ComponentModel;
using Spectre.Console;
using Spectre.Console.Cli;

namespace AbuseServerless.Benchmarks.Gate;

/// <summary>Options of <c>gate</c>.</summary>
internal sealed class GateSettings : CommandSettings
{
    [CommandOption("--command <NAME>")]
    [Description("What is asked: allow (default) or report.")]
    [DefaultValue("allow")]
    public string Command { get; init; } = "allow";

    [CommandOption("--seconds <N>")]
    [Description("How long is measured, after two seconds of warming up.")]
    [DefaultValue(10)]
    public int Seconds { get; init; }

    [CommandOption("--connections <N>")]
    [Description("Keep-alive connections.")]
    [DefaultValue(128)]
    public int Connections { get; init; }

    [CommandOption("--accounts <N>")]
    [Description("Different accounts that ask; every hundredth is suspended.")]
    [DefaultValue(10_000)]
    public int Accounts { get; init; }

    public override ValidationResult Validate() =>
        Command is not ("allow" or "report") ? ValidationResult.Error("--command: allow or report.")
        : Seconds < 1 ? ValidationResult.Error("--seconds: 1 or more.")
        : Connections < 1 ? ValidationResult.Error("--connections: 1 or more.")
        : Accounts is < 100 or > 100_000 ? ValidationResult.Error("--accounts: 100 to 100,000.")
        : ValidationResult.Success();
}
