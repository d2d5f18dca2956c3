using System.Diagnostics;

namespace AbuseServerless.Local.FunctionsHost.Processes;

/// <summary>A process of ours that never outlives us (see <see cref="Watchdog"/>) and whose output we read.</summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private const int LinesKept = 60;

    private readonly Process _process;
    private readonly RecentLines _recent = new(LinesKept);

    private ChildProcess(Process process, Action<string>? line)
    {
        _process = process;
        process.OutputDataReceived += Read;
        process.ErrorDataReceived += Read;

        void Read(object sender, DataReceivedEventArgs arguments)
        {
            if (arguments.Data is not { } text)
            {
                return;
            }

            _recent.Add(text);
            line?.Invoke(text);
        }
    }

    /// <summary>The operating system's id of the child itself, not of a wrapper.</summary>
    public int Id { get; private set; }

    /// <summary>Completes with the exit code once the child is gone and all its output was read.</summary>
    public Task<int> Exited { get; private set; } = Task.FromResult(0);

    /// <summary>The last lines of standard output and error.</summary>
    public string RecentOutput => _recent.ToString();

    /// <summary>Starts a child.</summary>
    /// <param name="command">What to start.</param>
    /// <param name="line">Gets each line of standard output and error, from any thread.</param>
    public static ChildProcess Start(ChildCommand command, Action<string>? line = null)
    {
        var start = Watchdog.Guard(command);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        var process = new Process { StartInfo = start };
        var child = new ChildProcess(process, line);
        process.Start();
        child.Id = process.Id;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        child.Exited = child.WaitAsync();
        return child;
    }

    /// <summary>Asks the child to end by a signal, waits, and kills it when it is still there after the grace period.</summary>
    /// <param name="signal">Name without SIG. Windows has none: there the child is killed.</param>
    /// <param name="grace">How long the child may take.</param>
    /// <returns>Whether the child ended by itself.</returns>
    public async Task<bool> StopAsync(string signal, TimeSpan grace)
    {
        if (OperatingSystem.IsWindows())
        {
            Kill();
        }
        else
        {
            Tell(signal);
        }

        return await EndsWithinAsync(grace);
    }

    /// <summary>Waits for the child to end, and kills it when it is still there after the grace period.</summary>
    /// <returns>Whether the child ended by itself.</returns>
    public async Task<bool> EndsWithinAsync(TimeSpan grace)
    {
        try
        {
            await Exited.WaitAsync(grace);
            return true;
        }
        catch (TimeoutException)
        {
            Kill();
            await Exited;
            return false;
        }
    }

    /// <summary>Ends the child at once.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It was gone already.
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Kill();
        await Exited;
    }

    private async Task<int> WaitAsync()
    {
        await _process.WaitForExitAsync();
        var code = _process.ExitCode;
        Tell(Watchdog.Released);
        _process.Dispose();
        return code;
    }

    private void Tell(string word)
    {
        try
        {
            lock (_process)
            {
                _process.StandardInput.Write(word + "\n");
                _process.StandardInput.Flush();
                if (word == Watchdog.Released)
                {
                    _process.StandardInput.Close();
                }
            }
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException)
        {
            // The watchdog or the child is gone: there is nobody to tell.
        }
    }
}
