using System.Globalization;
using System.Text.Json;

namespace AbuseServerless.Gate;

/// <summary>Reads settings and checks them before anything starts.</summary>
internal static class Settings
{
    /// <summary>The file that is read where the command line names none, if it is there.</summary>
    public const string DefaultFile = "/etc/abuse-gate/gate.json";

    /// <summary>Adds a file (<c>--config FILE</c>), the environment and the command line; the later wins.</summary>
    /// <returns>The names of the settings in the file.</returns>
    /// <exception cref="UsageException">The command line names a file that is not there.</exception>
    /// <exception cref="InvalidDataException">The file is no JSON of settings; the message names the line.</exception>
    public static IReadOnlyList<string> AddSources(IConfigurationManager configuration, string[] arguments)
    {
        var named = new ConfigurationBuilder().AddCommandLine(arguments).Build()[GateCommandLine.Config];
        var file = Path.GetFullPath(named ?? DefaultFile);
        if (named is not null && !File.Exists(file))
        {
            throw new UsageException($"--config {file}: no such file.");
        }

        try
        {
            configuration.AddJsonFile(file, optional: named is null);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException(Explain(file, e.GetBaseException()), e);
        }

        configuration.AddEnvironmentVariables();
        configuration.AddCommandLine(arguments);
        return [.. new ConfigurationBuilder().AddJsonFile(file, optional: named is null).Build().AsEnumerable().Where(setting => setting.Value is not null).Select(setting => setting.Key)];
    }

    // The reader counts lines from zero, and says where it stopped at the end of its message.
    private static string Explain(string file, Exception cause) => cause is JsonException { LineNumber: { } line }
        ? string.Create(CultureInfo.InvariantCulture, $"{file}, line {line + 1}: {cause.Message.Split(" LineNumber:")[0]}")
        : $"{file}: {cause.Message}";
}
