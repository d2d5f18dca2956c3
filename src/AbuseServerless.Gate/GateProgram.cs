using AbuseServerless.Azure.Settings;
using AbuseServerless.Gate.Queue;
using AbuseServerless.Geolocation;
using Microsoft.AspNetCore.Connections;

namespace AbuseServerless.Gate;

/// <summary>Runs the gate, or the queue helper, until it is told to stop.</summary>
internal static class GateProgram
{
    /// <returns>0 where it was told to stop; 2 where the command line is wrong, 1 where it could not start, and then standard error says why in a line.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (GateCommandLine.Answer(arguments) is { } answer)
        {
            await Console.Out.WriteLineAsync(answer).ConfigureAwait(false);
            return 0;
        }

        try
        {
            if (GateCommandLine.FindUnknownCommand(arguments) is { } unknown)
            {
                throw new UsageException(unknown);
            }

            if (arguments is [QueueProgram.Word, .. var rest])
            {
                using var helper = QueueProgram.Build(rest);
                await helper.RunAsync().ConfigureAwait(false);
                return 0;
            }

            await using var gate = GateApplication.Build(arguments);
            await gate.RunAsync().ConfigureAwait(false);
            return 0;
        }
        catch (UsageException e)
        {
            await Console.Error.WriteLineAsync($"{e.Message} See --help.").ConfigureAwait(false);
            return 2;
        }
        catch (Exception e) when (StartFailure.Explain(e) is not null || e is GeolocationDatabaseException or IOException or InvalidDataException or AddressInUseException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(StartFailure.Explain(e) ?? (e is GeolocationDatabaseException ? string.Join(' ', e.Message, e.InnerException?.Message).TrimEnd() : e.Message)).ConfigureAwait(false);
            return 1;
        }
    }
}
