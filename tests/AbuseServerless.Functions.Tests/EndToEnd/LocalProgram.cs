using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using AbuseServerless.Local;

namespace AbuseServerless.Functions.Tests.EndToEnd;

/// <summary>The local runtime as a process of its own, as a user runs it.</summary>
internal sealed class LocalProgram : IDisposable
{
    private readonly Process _process;

    private LocalProgram(Process process) => _process = process;

    public int Id => _process.Id;

    public static LocalProgram Start(IEnumerable<string> arguments, string? userFolder = null, string? folder = null, params (string Name, string Value)[] environment) =>
        StartDotnet([typeof(Repository).Assembly.Location, .. arguments], userFolder, folder, environment);

    /// <summary>As the README writes it: <c>dotnet run --project …</c>, in a folder, of what is built.</summary>
    public static LocalProgram Run(IEnumerable<string> arguments, string project, string folder, string? userFolder = null) =>
        StartDotnet(["run", "--no-build", "--configuration", Configuration, "--project", project, "--", .. arguments], userFolder, folder);

    private static string Configuration => typeof(Repository).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    public static LocalProgram StartDotnet(IEnumerable<string> arguments, string? userFolder, string? folder, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder ?? "",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (userFolder is not null)
        {
            start.Environment["XDG_DATA_HOME"] = userFolder;
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new LocalProgram(Process.Start(start)!);
    }

    /// <summary>Gives it standard input, waits until it ends, and answers exit code, standard output and standard error.</summary>
    public async Task<(int Code, string Output, string Error)> RunAsync(IEnumerable<string> input, CancellationToken cancellationToken)
    {
        var output = _process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = _process.StandardError.ReadToEndAsync(cancellationToken);
        await GiveAsync(input, cancellationToken);
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(cancellationToken);
        return (_process.ExitCode, await output, await error);
    }

    /// <summary>Reads standard output up to a line that begins with a text, and answers the rest of that line.</summary>
    public async Task<string> ReadAsync(string beginning, CancellationToken cancellationToken)
    {
        while (await _process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith(beginning, StringComparison.Ordinal))
            {
                return line[beginning.Length..].Trim();
            }
        }

        throw new InvalidOperationException($"The program ended: {await _process.StandardError.ReadToEndAsync(cancellationToken)}");
    }

    /// <summary>Gives it lines of standard input, more of which may follow.</summary>
    public async Task GiveAsync(IEnumerable<string> lines, CancellationToken cancellationToken)
    {
        foreach (var line in lines)
        {
            await _process.StandardInput.WriteLineAsync(line.AsMemory(), cancellationToken);
        }

        await _process.StandardInput.FlushAsync(cancellationToken);
    }

    /// <summary>Interrupts it, waits until it ends, and answers its exit code. By SIGTERM, which it takes as Ctrl-C: SIGINT is ignored where the tests run in the background of a shell.</summary>
    public async Task<int> InterruptAsync(CancellationToken cancellationToken)
    {
        using (var kill = Process.Start("kill", ["-TERM", Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync(cancellationToken);
        }

        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    public async Task KillAsync(CancellationToken cancellationToken)
    {
        _process.Kill();
        await _process.WaitForExitAsync(cancellationToken);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            // Under dotnet run the program is a child, and has children.
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
