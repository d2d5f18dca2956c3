using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using AbuseServerless.Accounts;
using AbuseServerless.Ingestion.Logs;

namespace AbuseServerless.Gate.Following;

/// <summary>Follows the journal of systemd by <c>journalctl --follow --output=json</c>, from the entry that was read last on.</summary>
internal sealed class JournalFollower(
    string name, IReadOnlyList<string> matches, string stateFile, LogFormat? format, TimeZoneInfo zone, SpooledLogs spools, AccountAliases aliases, TimeProvider time, ILogger logger)
    : Follower(name, stateFile, format, zone, spools, aliases, time, logger)
{
    // As far as a log file that is rotated weekly reaches back.
    private const string FirstSince = "--since=-7d";
    private const string CursorProperty = "\"__CURSOR\"";

    private string? _cursor;

    /// <inheritdoc/>
    public override async Task RunAsync(CancellationToken cancellationToken)
    {
        _cursor = State.Cursor;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await ReadAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or Win32Exception)
            {
                Tell(e.Message);
            }

            await Task.Delay(MaximumPause, Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await EndAsync(AtCursor).ConfigureAwait(false);
    }

    // Until journalctl ends, which is a failure.
    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        using var journal = Start();
        try
        {
            var said = journal.StandardError.ReadToEndAsync(cancellationToken);
            var reading = journal.StandardOutput.ReadLineAsync(cancellationToken).AsTask();
            for (var lines = 0; ;)
            {
                if (!reading.IsCompleted && await Task.WhenAny(reading, Task.Delay(LookEvery, Time, cancellationToken)).ConfigureAwait(false) != reading)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    Take(Reader.Release(Time.GetUtcNow() - MailLogReader.MaximumWait));
                    await SaveAsync(cancellationToken).ConfigureAwait(false);
                    Tell(null);
                    continue;
                }

                if (await reading.ConfigureAwait(false) is not { } line)
                {
                    break;
                }

                Take(Reader.Read(line).Events);
                _cursor = CursorOf(line) ?? _cursor;
                Moved();
                if (++lines % LinesAtOnce == 0)
                {
                    await SaveAsync(cancellationToken).ConfigureAwait(false);
                    Tell(null);
                }

                reading = journal.StandardOutput.ReadLineAsync(cancellationToken).AsTask();
            }

            var reason = (await said.ConfigureAwait(false)).Trim();
            throw new IOException(reason.Length > 0 ? reason : "journalctl has ended.");
        }
        finally
        {
            if (!journal.HasExited)
            {
                journal.Kill();
            }
        }
    }

    private Process Start()
    {
        var start = new ProcessStartInfo("journalctl") { RedirectStandardOutput = true, RedirectStandardError = true };

        // All: fields of more than 4,096 bytes too.
        foreach (var argument in (string[])["--quiet", "--no-pager", "--all", "--follow", "--no-tail", "--output=json", _cursor is null ? FirstSince : $"--after-cursor={_cursor}", .. matches])
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    private async Task SaveAsync(CancellationToken cancellationToken)
    {
        await AddedAsync(cancellationToken).ConfigureAwait(false);
        if (IsTimeToSave)
        {
            Save(AtCursor);
        }
    }

    private FollowState AtCursor(FollowState state) => state with { Cursor = _cursor };

    private static string? CursorOf(string line)
    {
        var at = line.IndexOf(CursorProperty, StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }

        try
        {
            using var entry = JsonDocument.Parse(line);
            return entry.RootElement.TryGetProperty("__CURSOR", out var cursor) ? cursor.GetString() : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
