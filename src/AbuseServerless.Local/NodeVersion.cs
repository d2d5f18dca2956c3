using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace AbuseServerless.Local;

/// <summary>The Node in <c>PATH</c>, which runs Azurite.</summary>
internal static class NodeVersion
{
    private const int Minimum = 20;

    /// <summary>Makes sure that it is there and not too old.</summary>
    /// <exception cref="InvalidOperationException">It is not; the message names the version that was found.</exception>
    public static async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (Fault(await FindAsync(cancellationToken)) is { } fault)
        {
            throw new InvalidOperationException(fault);
        }
    }

    /// <summary>What is wrong with a version; null where nothing is.</summary>
    /// <param name="version">What <c>node --version</c> prints; null where there is no node.</param>
    public static string? Fault(string? version) =>
        version is null ? $"Azurite needs Node {Minimum} or later, and 'node' is not in PATH: install it from https://nodejs.org or your system's packages."
        : int.TryParse(version.TrimStart('v').Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major) && major >= Minimum ? null
        : $"Azurite needs Node {Minimum} or later, and 'node' in PATH is {(version.Length == 0 ? "of unknown version" : version)}: install a later one from https://nodejs.org or your system's packages.";

    private static async Task<string?> FindAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var node = Process.Start(new ProcessStartInfo("node", ["--version"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var said = node.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = node.StandardError.ReadToEndAsync(cancellationToken);
            await node.WaitForExitAsync(cancellationToken);
            _ = await error;
            return (await said).Trim();
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
