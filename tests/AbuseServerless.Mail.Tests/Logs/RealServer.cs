using System.Diagnostics;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text;

namespace AbuseServerless.Mail.Tests.Logs;

/// <summary>A real mail server, private to a test: the system's, or one that .ci/install-mail-servers unpacks into a root of its own.</summary>
internal sealed class RealServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly string _root;
    private readonly List<string> _said = [];
    private readonly CancellationTokenSource _limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly TcpListener _sink = new(IPAddress.Any, 0);
    private Process? _process;
    private Socket? _syslog;

    /// <summary>Skips the test where the server is missing.</summary>
    /// <param name="root">Root of the file system that the server sees.</param>
    /// <param name="program">Where it lies in that.</param>
    public RealServer(string root, string program)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && File.Exists(root + program), $"{root}{program} is missing (.ci/install-mail-servers fetches it), or this is not root.");
        (_root, Program) = (root, program);
        Folder = Directory.CreateDirectory($"{root}/tmp/mail-{Guid.NewGuid():N}").FullName;
        _limit.CancelAfter(Patience);
        _sink.Start();
        _ = Task.Run(() => Sink.ServeAsync(_sink, _limit.Token), _limit.Token);
    }

    /// <summary>Cancelled when the test is, and when it takes too long.</summary>
    public CancellationToken Cancellation => _limit.Token;

    /// <summary>Its folder.</summary>
    public string Folder { get; }

    /// <summary>Its folder as it sees it.</summary>
    public string Inside => Folder[_root.Length..];

    /// <summary>The port of a provider that refuses some recipients.</summary>
    public int ProviderPort => ((IPEndPoint)_sink.LocalEndpoint).Port;

    private string Program { get; }

    /// <summary>An address of this machine that is none of loopback, where providers are; skips the test where there is none.</summary>
    public static IPAddress Outside()
    {
        var outside = NetworkInterface.GetAllNetworkInterfaces().SelectMany(card => card.GetIPProperties().UnicastAddresses).Select(address => address.Address)
            .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address));
        Assert.SkipUnless(outside is not null, "This machine has no address but loopback, where no provider is.");
        return outside!;
    }

    /// <summary>A path in its folder.</summary>
    public string Of(string name) => Path.Combine(Folder, name);

    /// <summary>What a program of the same root prints.</summary>
    public async Task<string> RunAsync(string program, string[] arguments, string input = "")
    {
        using var process = Process.Start(Command(program, arguments))!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var printed = await process.StandardOutput.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        Assert.Equal(0, process.ExitCode);
        return printed;
    }

    /// <summary>Keeps what it says to syslog.</summary>
    public void Listen()
    {
        var path = $"{_root}/dev/log";
        File.Delete(path);
        _syslog = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        _syslog.Bind(new UnixDomainSocketEndPoint(path));
        _ = Task.Run(ReceiveAsync, Cancellation);
    }

    /// <summary>Starts it, and waits until it takes connections.</summary>
    /// <param name="address">Where it listens.</param>
    /// <param name="port">Its port.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="stamp">What is put in front of each line that it prints.</param>
    public async Task StartAsync(IPAddress address, int port, string[] arguments, Func<string>? stamp = null)
    {
        _process = new Process { StartInfo = Command(Program, arguments) };
        _process.OutputDataReceived += (_, line) => Add(line.Data, stamp);
        _process.ErrorDataReceived += (_, line) => Add(line.Data, stamp);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(address, port, Cancellation);
                return;
            }
            catch (SocketException) when (!_process.HasExited)
            {
                await Task.Delay(100, Cancellation);
            }
        }
    }

    /// <summary>Waits until its log tells all of this, and asserts that it tells nothing else.</summary>
    /// <param name="expected">Logins and deliveries.</param>
    /// <param name="file">The log in its folder; null for what it said to syslog or printed.</param>
    public async Task AssertToldAsync(string[] expected, string? file = null)
    {
        var (told, lines) = (Array.Empty<string>(), Array.Empty<string>());
        while (expected.Except(told).Any() && !Cancellation.IsCancellationRequested)
        {
            await Task.Delay(100, CancellationToken.None);
            lock (_said)
            {
                lines = file is null ? [.. _said] : File.Exists(Of(file)) ? File.ReadAllLines(Of(file)) : [];
            }

            told = [.. Told.By(lines).Where(said => said != Told.Foreign)];
        }

        Assert.True(expected.Order(StringComparer.Ordinal).SequenceEqual(told.Order(StringComparer.Ordinal)), $"{string.Join('\n', told)}\nof\n{string.Join('\n', lines)}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
            _process.Dispose();
        }

        await _limit.CancelAsync();
        _syslog?.Dispose();
        _sink.Dispose();
        _limit.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private ProcessStartInfo Command(string program, string[] arguments)
    {
        string[] words = _root.Length == 0 ? [program, .. arguments] : ["/usr/sbin/chroot", _root, program, .. arguments];
        return new ProcessStartInfo(words[0], words[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
    }

    private void Add(string? line, Func<string>? stamp)
    {
        if (line is not null)
        {
            lock (_said)
            {
                _said.Add(stamp?.Invoke() + line);
            }
        }
    }

    private async Task ReceiveAsync()
    {
        var buffer = new byte[1 << 16];
        while (!Cancellation.IsCancellationRequested)
        {
            var length = await _syslog!.ReceiveAsync(buffer, SocketFlags.None, Cancellation);
            Add(Encoding.UTF8.GetString(buffer, 0, length), null);
        }
    }
}
