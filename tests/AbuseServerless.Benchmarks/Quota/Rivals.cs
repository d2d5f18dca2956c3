using AbuseServerless.Local.FunctionsHost.Processes;
using AbuseServerless.Local.Processes;

namespace AbuseServerless.Benchmarks.Quota;

/// <summary>What Debian has, each with its usual store, on a port of its own: nothing of an installation is used or changed.</summary>
internal static class Rivals
{
    /// <summary>policyd-rate-limit with its default store, SQLite.</summary>
    public static async Task<RunningContender> StartPolicydRateLimitAsync(int limit, CancellationToken cancellationToken)
    {
        var (folder, port) = (await FolderAsync("policyd-rate-limit", cancellationToken), LoopbackPort.Free());
        await File.WriteAllTextAsync(
            $"{folder.Path}/config.yaml",
            $"""
            debug: False
            user: policyd-rate-limit
            group: policyd-rate-limit
            pidfile: {folder.Path}/pid
            sqlite_config:
                database: {folder.Path}/db.sqlite3
            backend: 0
            SOCKET: ["127.0.0.1", {port}]
            limits:
                - [{limit}, 3600]
            limits_by_id: {Empty}
            limit_by_sasl: True
            limit_by_sender: False
            limit_by_ip: False
            limited_networks: []
            success_action: dunno
            fail_action: defer_if_permit Rate limit reached, retry later
            db_error_action: dunno
            delay_to_close: 300
            report: False
            """,
            cancellationToken);
        var process = ChildProcess.Start(new ChildCommand("policyd-rate-limit", ["-f", $"{folder.Path}/config.yaml"]));
        await Shell.UntilListeningAsync(port, process, cancellationToken);
        return new RunningContender(port, RunningContender.AskedAtRecipient(port), process, folder);
    }

    /// <summary>postfwd, version 1 of its two programs, which keeps counts in memory.</summary>
    public static async Task<RunningContender> StartPostfwdAsync(int limit, CancellationToken cancellationToken)
    {
        var (folder, port) = (await FolderAsync("postfw", cancellationToken), LoopbackPort.Free());
        await File.WriteAllTextAsync(
            $"{folder.Path}/postfwd.cf",
            $"id=QUOTA\n   sasl_username=~/./\n   protocol_state=RCPT\n   action=rate(sasl_username/{limit}/3600/450 4.7.1 limit reached)\n",
            cancellationToken);
        await Shell.RunAsync(
            $"/usr/sbin/postfwd1 -d -f {folder.Path}/postfwd.cf -i 127.0.0.1 -p {port} -u postfw -g postfw --nodns --norulelog --pidfile={folder.Path}/pid </dev/null >/dev/null 2>&1", cancellationToken);
        await Shell.UntilListeningAsync(port, null, cancellationToken);
        return new RunningContender(port, RunningContender.AskedAtRecipient(port), new Daemon($"{folder.Path}/pid"), folder);
    }

    /// <summary>rspamd as a milter, with the module ratelimit alone, and a Redis.</summary>
    public static async Task<RunningContender> StartRspamdAsync(int limit, CancellationToken cancellationToken)
    {
        var (folder, port, redisPort) = (await FolderAsync("_rspamd", cancellationToken), LoopbackPort.Free(), LoopbackPort.Free());
        await File.WriteAllTextAsync(
            $"{folder.Path}/rspamd.conf",
            $$"""
            options {
              pidfile = "{{folder.Path}}/pid"; control_socket = "{{folder.Path}}/control mode=0600"; cache_file = "{{folder.Path}}/cache"; history_file = "{{folder.Path}}/history";
              stats_file = "{{folder.Path}}/stats"; hs_cache_dir = "{{folder.Path}}"; tempdir = "{{folder.Path}}";
              filters = []; local_addrs = []; disable_hyperscan = true;
              dns { nameserver = ["127.0.0.1:53"]; timeout = 0.1s; retransmits = 1; }
            }
            logging { type = "file"; filename = "{{folder.Path}}/log"; level = "error"; }
            worker "rspamd_proxy" { bind_socket = "127.0.0.1:{{port}}"; milter = yes; timeout = 60s; count = 2; upstream "local" { default = yes; self_scan = yes; } }
            actions { reject = 15; add_header = 6; greylist = 4; }
            redis { servers = "127.0.0.1:{{redisPort}}"; }
            modules { path = "$PLUGINSDIR/ratelimit.lua"; }
            ratelimit { rates { user = { bucket { burst = {{limit}}; rate = "{{limit}} / 1h"; } } } }
            """,
            cancellationToken);
        var redis = ChildProcess.Start(new ChildCommand("redis-server", ["--bind", "127.0.0.1", "--port", $"{redisPort}", "--save", ""]) { WorkingDirectory = folder.Path });
        await Shell.UntilListeningAsync(redisPort, redis, cancellationToken);
        var rspamd = ChildProcess.Start(new ChildCommand("rspamd", ["-f", "-u", "_rspamd", "-g", "_rspamd", "-c", $"{folder.Path}/rspamd.conf"]));
        await Shell.UntilListeningAsync(port, rspamd, cancellationToken);
        return new RunningContender(null, $"smtpd_milters = inet:127.0.0.1:{port}\nmilter_default_action = accept\nmilter_protocol = 6", new Stopping(rspamd), redis, folder);
    }

    private const string Empty = "{}";

    private static async Task<Folder> FolderAsync(string user, CancellationToken cancellationToken)
    {
        var folder = new Folder(Directory.CreateTempSubdirectory("quota-rival-").FullName);
        await Shell.RunAsync($"chown {user} {folder.Path} && chmod 755 {folder.Path}", cancellationToken);
        return folder;
    }

    private sealed record Folder(string Path) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            Directory.Delete(Path, recursive: true);
            return ValueTask.CompletedTask;
        }
    }

    // It ends its workers.
    private sealed record Stopping(ChildProcess Process) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await Process.StopAsync("TERM", TimeSpan.FromSeconds(10));
    }

    private sealed record Daemon(string PidFile) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await Shell.RunAsync($"kill $(cat {PidFile}); sleep 1", CancellationToken.None);
    }
}
