using System.Globalization;
using AbuseServerless.Local.FunctionsHost.Processes;
using AbuseServerless.Local.Processes;

namespace AbuseServerless.Benchmarks.Quota;

/// <summary>A Postfix of its own on loopback that takes messages and discards them.</summary>
internal sealed class PrivatePostfix : IAsyncDisposable
{
    private const string Main = """
        compatibility_level = 3.6
        queue_directory = FOLDER/queue
        data_directory = FOLDER/data
        maillog_file = FOLDER/log
        maillog_file_prefixes = FOLDER
        meta_directory = /etc/postfix
        myhostname = mail.rig.test
        mydestination =
        mynetworks = 127.0.0.0/8
        inet_interfaces = 127.0.0.1
        alias_maps =
        local_recipient_maps =
        default_transport = discard
        smtpd_relay_restrictions = permit_mynetworks, reject
        smtpd_authorized_xclient_hosts = 127.0.0.1
        smtpd_peername_lookup = no
        smtpd_client_connection_count_limit = 0
        smtpd_client_connection_rate_limit = 0
        smtpd_error_sleep_time = 0
        smtpd_soft_error_limit = 100000
        smtpd_hard_error_limit = 100000

        """;

    private const string Master = """
        127.0.0.1:PORT inet n - n - 100 smtpd
        cleanup unix n - n - 0 cleanup
        qmgr unix n - n 300 1 qmgr
        rewrite unix - - n - - trivial-rewrite
        bounce unix - - n - 0 bounce
        defer unix - - n - 0 bounce
        trace unix - - n - 0 bounce
        proxymap unix - - n - - proxymap
        error unix - - n - - error
        retry unix - - n - - error
        discard unix - - n - - discard
        anvil unix - - n - 1 anvil
        postlog unix-dgram n - n - 1 postlogd

        """;

    private readonly ChildProcess _master;
    private readonly string _folder;

    private PrivatePostfix(ChildProcess master, string folder, int port) => (_master, _folder, Port) = (master, folder, port);

    /// <summary>Whether it can be started here.</summary>
    public static bool IsThere => Environment.IsPrivilegedProcess && File.Exists("/usr/lib/postfix/sbin/master");

    public int Port { get; }

    /// <summary>Starts it.</summary>
    /// <param name="settings">More lines of main.cf: whom it asks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<PrivatePostfix> StartAsync(string settings, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("quota-postfix-").FullName;
        var port = LoopbackPort.Free();
        Directory.CreateDirectory($"{folder}/postfix");
        Directory.CreateDirectory($"{folder}/queue");
        await File.WriteAllTextAsync($"{folder}/postfix/main.cf", Main.Replace("FOLDER", folder, StringComparison.Ordinal) + settings + "\n", cancellationToken);
        await File.WriteAllTextAsync($"{folder}/postfix/master.cf", Master.Replace("PORT", port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal), cancellationToken);
        await Shell.RunAsync($"chmod 755 {folder} && install -d -o postfix {folder}/data && postfix -c {folder}/postfix check", cancellationToken);
        var master = ChildProcess.Start(new ChildCommand("/usr/lib/postfix/sbin/master", ["-c", $"{folder}/postfix", "-s"]));
        await Shell.UntilListeningAsync(port, master, cancellationToken);
        return new PrivatePostfix(master, folder, port);
    }

    public async ValueTask DisposeAsync()
    {
        await _master.StopAsync("TERM", TimeSpan.FromSeconds(10));
        await Shell.RunAsync($"sleep 1; rm -rf {_folder}", CancellationToken.None);
    }
}
