using Spectre.Console;

namespace AbuseServerless.Local.Commands;

/// <summary>Where progress and errors go: standard output is for results.</summary>
internal static class Terminal
{
    public static IAnsiConsole Error { get; } = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

    /// <summary>A number with its noun.</summary>
    public static string Count(long number, string one, string? many = null) => $"{number:N0} {(number == 1 ? one : many ?? one + "s")}";

    /// <summary>Shows what is waited for until the work is done.</summary>
    public static Task<T> WaitAsync<T>(string what, Func<StatusContext, Task<T>> work) => Error.Status().StartAsync(what, work);
}
