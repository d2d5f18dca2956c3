using System.Diagnostics;
using AbuseServerless.Local.Stack;

namespace AbuseServerless.Functions.Tests.EndToEnd;

/// <summary>Processes that are killed while messages are on their way.</summary>
internal static class Disturbance
{
    public static Task None(LocalStack stack) => Task.CompletedTask;

    public static Task KillAWorker(LocalStack stack)
    {
        foreach (var id in stack.Host.WorkerProcessIds.Take(1))
        {
            Kill(id);
        }

        return Task.CompletedTask;
    }

    public static Task KillAzurite(LocalStack stack)
    {
        Kill(stack.Azurite.ProcessId);
        return Task.CompletedTask;
    }

    public static Task Purge(LocalStack stack) => stack.Host.RunTimerAsync("PurgeExpired", TestContext.Current.CancellationToken);

    private static void Kill(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (ArgumentException)
        {
            // It is just being started again.
        }
    }
}
