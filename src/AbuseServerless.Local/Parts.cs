using System.Globalization;
using System.Reflection;

namespace AbuseServerless.Local;

/// <summary>Where the parts of the local runtime lie: in the checkout that it was built in, or beside the installed tool <c>abuse-serverless</c>.</summary>
internal static class Parts
{
    private static readonly string Beside = Path.Combine(AppContext.BaseDirectory, "functions");

    /// <summary>Whether this is the installed tool, which brings the functions and the module along.</summary>
    public static bool IsTool { get; } = File.Exists(Path.Combine(Beside, "host.json"));

    /// <summary>How somebody calls the program from the folder that they are in.</summary>
    public static string Command => IsTool ? "abuse-serverless" : $"dotnet run --project {Quoted(Path.GetRelativePath(Environment.CurrentDirectory, Path.Combine(Repository.Root, "src", "AbuseServerless.Local")))} --";

    /// <summary>Folder of the built functions.</summary>
    public static string Functions => IsTool ? Beside : Path.Combine(Repository.Root, "functions", "bin", Configuration, string.Create(CultureInfo.InvariantCulture, $"net{Environment.Version.Major}.{Environment.Version.Minor}"));

    /// <summary>What to import into PowerShell.</summary>
    public static string Module => IsTool ? Path.Combine(AppContext.BaseDirectory, "module", "AbuseServerless") : "./module/out/AbuseServerless";

    /// <summary>How somebody starts PowerShell: the checkout brings one along.</summary>
    public static string PowerShell => IsTool ? "pwsh" : "dotnet tool restore; dotnet tool run pwsh";

    /// <summary>The npm packages: Azurite and the databases.</summary>
    public static string NodeModules => Path.Combine(IsTool ? NodePackages.Folder : Repository.Root, "node_modules");

    /// <summary>Makes sure of Node, and fetches the npm packages where the installed tool has none yet. In a checkout the build has done that.</summary>
    /// <exception cref="InvalidOperationException">Node is missing or too old, or npm is missing or failed; the message says what to do.</exception>
    public static async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await NodeVersion.EnsureAsync(cancellationToken);
        if (IsTool)
        {
            await NodePackages.FetchAsync(cancellationToken);
        }
    }

    private static string Quoted(string path) => path.Contains(' ', StringComparison.Ordinal) ? $"\"{path}\"" : path;

    private static string Configuration => typeof(Parts).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
}
