using System.Reflection;
using AbuseServerless.Azure.Settings;
using Spectre.Console.Cli;

namespace AbuseServerless.Local.Commands;

/// <summary>What the parser of the command line leaves to do: the version at each level, and what a misspelt option was meant to be.</summary>
internal static class CommandLine
{
    public const string Replay = "replay";
    public const string Up = "up";

    private const string VersionOption = "--version";
    private static readonly string[] Common = ["--help", VersionOption];

    /// <summary>The program's version, without the commit.</summary>
    public static string Version { get; } =
        typeof(CommandLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public static bool AsksForVersion(string[] arguments) => Options(arguments).Contains(VersionOption);

    /// <summary>What is wrong with the command, or with its first option that it does not have; null where there is nothing of the kind.</summary>
    public static string? FindUnknown(string[] arguments)
    {
        if (arguments is [var first, ..] && !first.StartsWith('-') && first is not (Replay or Up))
        {
            return $"There is no command {first}.{Nearest.Hint(first, [Replay, Up])}";
        }

        var command = Array.Find(arguments, argument => argument is Replay or Up);
        var settings = command switch
        {
            Replay => typeof(ReplayCommand.Settings),
            Up => typeof(UpCommand.Settings),
            _ => typeof(StackSettings),
        };
        var known = Common.Concat(settings.GetProperties().SelectMany(property => property.GetCustomAttribute<CommandOptionAttribute>()?.LongNames ?? []).Select(name => $"--{name}")).ToList();
        return Options(arguments).FirstOrDefault(option => !known.Contains(option)) is not { } unknown ? null
            : $"{(command is null ? "The demo" : command)} has no option {unknown}. {(Nearest.To(unknown, known) is { } name ? $"Did you mean {name}?" : $"It has {string.Join(", ", known)}.")}";
    }

    // Those that begin with two dashes, without their values.
    private static IEnumerable<string> Options(IEnumerable<string> arguments) =>
        arguments.TakeWhile(argument => argument != "--").Where(argument => argument.StartsWith("--", StringComparison.Ordinal)).Select(argument => argument.Split('=', ':')[0]);
}
