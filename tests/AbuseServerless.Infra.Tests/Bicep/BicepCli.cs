using System.Reflection;

namespace AbuseServerless.Infra.Tests.Bicep;

/// <summary>The Bicep compiler from its NuGet package.</summary>
internal static class BicepCli
{
    public static string Main { get; } = RepositoryRoot.Combine("infra", "main.bicep");

    public static IEnumerable<string> Files { get; } = Directory.EnumerateFiles(RepositoryRoot.Combine("infra"), "*.bicep", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    /// <summary>Runs the compiler; skips the test where there is none.</summary>
    public static Task<FinishedProgram> RunAsync(params IEnumerable<string> arguments)
    {
        var program = typeof(BicepCli).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(data => data.Key == "Bicep")?.Value;
        Assert.SkipWhen(program is null, "The Bicep compiler's NuGet package is referenced for Linux on x64 only; here nothing was compiled.");
        return FinishedProgram.RunAsync(program!, arguments);
    }
}
