using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Gate;

/// <summary>Runs the gate until it is told to stop.</summary>
internal static class GateProgram
{
    /// <returns>0 where it was told to stop; 1 where it could not start, and then standard error says why in a line.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        try
        {
            await using var gate = GateApplication.Build(arguments);
            await gate.RunAsync().ConfigureAwait(false);
            return 0;
        }
        catch (Exception e) when (e is OptionsValidationException or InvalidOperationException or IOException or InvalidDataException or AddressInUseException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(e.InnerException is FormatException fault ? $"{e.Message} {fault.Message}" : e.Message).ConfigureAwait(false);
            return 1;
        }
    }
}
