using System.Net.Sockets;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Local.FunctionsHost;
using Spectre.Console;
using Spectre.Console.Cli;

namespace AbuseServerless.Local.Commands;

/// <summary>How a command ends that did not succeed.</summary>
internal static class Failure
{
    private const int Interrupted = 130;

    /// <summary>Says on standard error what is wrong, in a sentence where the cause is known; answers the exit code.</summary>
    public static int Report(Exception exception, CancellationToken interruption)
    {
        if (interruption.IsCancellationRequested)
        {
            return Interrupted;
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        if (exception is CommandAppException or InvalidDataException or InvalidOperationException or IOException or SocketException or StorageException or UnauthorizedAccessException or FunctionFailedException)
        {
            console.MarkupLine($"[red]{Markup.Escape(exception.Message)}[/]");
        }
        else
        {
            console.WriteException(exception);
        }

        return 1;
    }
}
