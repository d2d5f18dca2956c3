namespace AbuseServerless.Gate;

/// <summary>Reads settings and checks them before anything starts.</summary>
internal static class Settings
{
    /// <summary>The file that is read where the command line names none, if it is there.</summary>
    public const string DefaultFile = "/etc/abuse-gate/gate.json";

    /// <summary>Adds a file (<c>--config FILE</c>), the environment and the command line; the later wins.</summary>
    public static void AddSources(IConfigurationManager configuration, string[] arguments)
    {
        var file = new ConfigurationBuilder().AddCommandLine(arguments).Build()["config"];
        configuration.AddJsonFile(Path.GetFullPath(file ?? DefaultFile), optional: file is null);
        configuration.AddEnvironmentVariables();
        configuration.AddCommandLine(arguments);
    }
}
