using System.Reflection;
using AbuseServerless.Azure.Settings;
using AbuseServerless.Gate.Queue;

namespace AbuseServerless.Gate;

/// <summary>The command line: settings, and the questions for help and version.</summary>
internal static class GateCommandLine
{
    /// <summary>The option that names the file of settings.</summary>
    public const string Config = "config";

    private const string Usage = """
        Answers Dovecot and Postfix on a mail host, and ships their AUTH events.

        USAGE: AbuseServerless.Gate [queue] [--config FILE] [--SECTION:SETTING=VALUE …]

          queue                    controls the queue of Postfix or Exim instead: holds
                                   the queued mail of suspended accounts (as root)
          --config FILE            JSON file of settings;
                                   default: /etc/abuse-gate/gate.json, if it exists
          --SECTION:SETTING=VALUE  a setting, such as --Gate:Http=127.0.0.1:8481;
                                   overrides the environment (Gate__Http) and the file
          --version                prints the version
          --help                   prints this

        docs/settings.md lists the settings.
        """;

    // Beside the sections: connections, logging, telemetry.
    private static readonly string[] Others = [Config, .. SettingsRegistration.Connections, "Logging:*", "OTEL_*"];

    /// <summary>What <c>--help</c> or <c>--version</c> ask for; null where neither is there.</summary>
    public static string? Answer(string[] arguments) =>
        arguments.Any(argument => argument is "--help" or "-h" or "-?") ? Usage
        : arguments.Contains("--version") ? typeof(GateCommandLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0]
        : null;

    /// <summary>What is wrong with the first word of the command line; null where it is a command or none.</summary>
    public static string? FindUnknownCommand(string[] arguments) => arguments is [var first, ..] && !first.StartsWith('-') && first != QueueProgram.Word
        ? $"Unknown command '{first}'. Commands: {QueueProgram.Word}; without one, the gate runs.{Nearest.Hint(first, [QueueProgram.Word])}"
        : null;

    /// <summary>What is wrong with the command line; null where each argument is a setting that the gate knows.</summary>
    /// <param name="arguments">The arguments, <c>--NAME=VALUE</c> or <c>--NAME VALUE</c>.</param>
    /// <param name="settings">The names of the settings of all sections.</param>
    public static string? FindWrong(string[] arguments, IReadOnlyList<string> settings)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal))
            {
                return $"{arguments[i]}: write --NAME=VALUE or --NAME VALUE.";
            }

            var name = arguments[i][2..].Split('=')[0];
            if (FindUnknown([name], settings) is { } unknown)
            {
                return unknown;
            }

            if (!arguments[i].Contains('=', StringComparison.Ordinal) && ++i == arguments.Length)
            {
                return $"--{name} has no value: write --{name}=VALUE.";
            }
        }

        return null;
    }

    /// <summary>The first name that is no setting of the gate, and the nearest one; null where all are.</summary>
    public static string? FindUnknown(IEnumerable<string> names, IReadOnlyList<string> settings)
    {
        string[] known = [.. settings, .. Others];
        return SettingsRegistration.Unknown(names, known).FirstOrDefault() is { } unknown ? $"Setting {unknown} is unknown.{Nearest.Hint(unknown, known)}" : null;
    }
}
