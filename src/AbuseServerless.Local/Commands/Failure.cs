using System.Net.Sockets;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Local.FunctionsHost;
using Spectre.Console;
using Spectre.Console.Cli;

namespace AbuseServerless.Local.Commands;

/// <summary>How a command ends that did not succeed.</summary>
internal static class Failure
{
    private const int Failed = 1;
    private const int WrongUsage = 2;
    private const int Interrupted = 130;

    // What the operating system answers on a full disk.
    private const int NoSpace = 28;
    private const int DiskFull = unchecked((int)0x80070070);

    /// <summary>Says on standard error what is wrong, in a sentence where the cause is known; answers the exit code: 2 for the command line, 130 after Ctrl-C, 1 for everything else.</summary>
    public static int Report(Exception exception, CancellationToken interruption)
    {
        if (interruption.IsCancellationRequested)
        {
            return Interrupted;
        }

        switch (exception)
        {
            case CommandAppException:
                return Usage(exception.Message.ReplaceLineEndings(" ").Trim());
            case UnauthorizedAccessException:
                return Say($"{exception.Message} Run the command as the owner of that file or folder, or choose another one.", Failed);
            case IOException { HResult: NoSpace or DiskFull }:
                return Say($"{exception.Message} Free some space there, or choose another folder.", Failed);
            case InvalidDataException or InvalidOperationException or IOException or SocketException or StorageException or FunctionFailedException:
                return Say(exception.Message, Failed);
            default:
                Console.Error.WriteLine(exception);
                return Failed;
        }
    }

    /// <summary>Says on standard error what is wrong with the command line; answers the exit code.</summary>
    public static int Usage(string wrong) => Say(
        $"{wrong}{(wrong[^1] is '.' or '?' ? "" : ".")} {(wrong.StartsWith(StackSettings.Wrong, StringComparison.Ordinal) ? "docs/settings.md lists the settings." : "See --help.")}", WrongUsage);

    private static int Say(string what, int code)
    {
        // Not wrapped: one line stays one.
        Terminal.Error.Profile.Width = int.MaxValue;
        Terminal.Error.Write(new Text(what, new Style(Color.Red)));
        Terminal.Error.WriteLine();
        return code;
    }
}
