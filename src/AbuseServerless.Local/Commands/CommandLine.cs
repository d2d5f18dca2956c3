using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using AbuseServerless.Azure.Settings;
using Spectre.Console.Cli;

namespace AbuseServerless.Local.Commands;

/// <summary>What the parser of the command line leaves to do: help and version at each level, the end of the options, and in plain words what is wrong.</summary>
internal static class CommandLine
{
    public const string Replay = "replay";
    public const string Up = "up";

    private const string HelpOption = "--help";
    private const string VersionOption = "--version";
    private const string End = "--";

    /// <summary>The program's version, without the commit.</summary>
    public static string Version { get; } =
        typeof(CommandLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public static bool AsksForVersion(string[] arguments) => arguments.TakeWhile(argument => argument != End).Contains(VersionOption);

    /// <summary>The arguments as the parser wants them: <c>help</c> is an option, what follows <c>--</c> a file, and a lone dash, which it takes for an option without a name, is standard input.</summary>
    public static string[] ForParser(string[] arguments)
    {
        if (arguments is ["help", .. var asked])
        {
            return [.. asked, HelpOption];
        }

        var options = arguments.TakeWhile(argument => argument != End).ToList();
        var files = arguments.Skip(options.Count + 1).Select(file => file is ['-', _, ..] ? Path.Combine(".", file) : file);
        return [.. options.Concat(files).Select(argument => argument == "-" ? EventSource.StandardInput : argument)];
    }

    /// <summary>What is wrong with the command, or with the first option or value that it does not have; null where there is nothing of the kind.</summary>
    /// <param name="arguments">As for the parser.</param>
    public static string? FindWrong(string[] arguments)
    {
        if (arguments is [var first, ..] && !first.StartsWith('-') && first is not (Replay or Up))
        {
            return $"Unknown command {(first.Length == 0 ? "without a name" : first)}.{Nearest.Hint(first, [Replay, Up])}";
        }

        var command = arguments is [Replay or Up, ..] ? arguments[0] : null;
        var known = (command switch { Replay => typeof(ReplayCommand.Settings), Up => typeof(UpCommand.Settings), _ => typeof(StackSettings) }).GetProperties()
            .SelectMany(property => (property.GetCustomAttribute<CommandOptionAttribute>()?.LongNames ?? []).Select(name => (Name: $"--{name}", Property: property)))
            .ToDictionary(option => option.Name, option => option.Property);
        for (var i = command is null ? 0 : 1; i < arguments.Length; i++)
        {
            var parts = arguments[i].Split(['=', ':'], 2);
            var name = parts[0];
            if (arguments[i].Length == 0)
            {
                return "A file name is empty";
            }

            if (name is HelpOption or "-h" or "-?" || !name.StartsWith('-'))
            {
                continue;
            }

            if (!known.TryGetValue(name, out var property))
            {
                string[] names = [.. known.Keys, HelpOption];
                return $"{command ?? "The demo"} has no option {name}. {(Nearest.To(name, names) is { } near ? $"Did you mean {near}?" : $"It has {string.Join(", ", names)}.")}";
            }

            var takesNext = parts.Length == 1 && property.PropertyType != typeof(bool);
            if (takesNext && (i + 1 == arguments.Length || known.ContainsKey(arguments[i + 1])))
            {
                return $"{name}: the value is missing.";
            }

            var value = parts.Length == 2 ? parts[1] : takesNext ? arguments[++i] : null;
            if (value is not null && FaultOf(value, property) is { } fault)
            {
                return $"{name} {(value.Length == 0 ? "\"\"" : value)}: {fault}.";
            }
        }

        return null;
    }

    private static string? FaultOf(string value, PropertyInfo property)
    {
        if (property.PropertyType == typeof(bool))
        {
            return bool.TryParse(value, out _) ? null : "it takes no value";
        }

        if (property.GetCustomAttribute<RangeAttribute>() is { } range)
        {
            return int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && range.IsValid(number) ? null : $"it must be {range.Minimum} to {range.Maximum}";
        }

        return value.Length == 0 ? "the value is empty" : null;
    }
}
