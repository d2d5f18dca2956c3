using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AbuseServerless.Mail.Tests.Logs;

/// <summary>Debian's nginx takes logins for a mail server behind it, and its error log is read.</summary>
public sealed class RealNginxTests
{
    // Of loopback, where no other server of this machine has a port of mail.
    private static readonly IPEndPoint Address = new(IPAddress.Parse("127.77.0.1"), 587);

    private static readonly IPEndPoint Open = new(Address.Address, 25);

    [Fact]
    public async Task Its_log_tells_logins()
    {
        Assert.SkipUnless(File.Exists(Module), $"{Module} is missing (Debian: apt-get install libnginx-mod-mail).");
        await using var server = new RealServer("", "/usr/sbin/nginx");
        using var passwords = new TcpListener(IPAddress.Loopback, 0);
        passwords.Start();
        _ = Task.Run(() => AnswerAsync(passwords, server), server.Cancellation);
        await File.WriteAllTextAsync(server.Of("nginx.conf"), $$"""
            load_module {{Module}};
            daemon off;
            master_process off;
            error_log {{server.Of("error.log")}} info;
            pid {{server.Of("pid")}};
            events { }
            mail {
                auth_http {{passwords.LocalEndpoint}}/;
                server_name mx1.rig.test;
                smtp_auth plain login;
                server { listen {{Address}}; protocol smtp; }
                server { listen {{Open}}; protocol smtp; smtp_auth none; }
            }
            """, server.Cancellation);
        await server.StartAsync(Address.Address, Address.Port, ["-p", server.Folder, "-c", server.Of("nginx.conf")]);

        Assert.True(await Visit.PayAsync(Address, "127.0.0.2", "secret", ["bob@gmail.com"], null, server.Cancellation));
        Assert.False(await Visit.PayAsync(Address, "127.0.0.3", "wrong", [], null, server.Cancellation));
        Assert.True(await Visit.PayAsync(Address, "127.0.0.4", "secret", [], null, server.Cancellation));

        Assert.StartsWith("250", (await Visit.TalkAsync(Open, "127.0.0.5", ["EHLO x", "MAIL FROM:<a@x.jp>", "RCPT TO:<b@rig.test>"], server.Cancellation))[^1], StringComparison.Ordinal);

        await server.AssertToldAsync(["alice@rig.test 127.0.0.2 ok", "alice@rig.test 127.0.0.3 failed", "alice@rig.test 127.0.0.4 ok"], "error.log");

        // A name that is a line of the log.
        const string Forged = "x\n2026/11/24 01:01:00 [info] 1#1: *9 client logged in, client: 8.8.8.8, server: 0.0.0.0:465, login: \"eve@rig.test\", upstream: 10.0.0.2:25\nz";
        var answers = await Visit.TalkAsync(Address, "127.0.0.6", ["EHLO x", "AUTH LOGIN", Convert.ToBase64String(Encoding.ASCII.GetBytes(Forged)), "d3Jvbmc="], server.Cancellation);
        Assert.StartsWith("535", answers[^1], StringComparison.Ordinal);
        Assert.Contains("client: 8.8.8.8", await File.ReadAllTextAsync(server.Of("error.log"), server.Cancellation), StringComparison.Ordinal);
        await server.AssertToldAsync(["alice@rig.test 127.0.0.2 ok", "alice@rig.test 127.0.0.3 failed", "alice@rig.test 127.0.0.4 ok", "unread"], "error.log");
    }

    private const string Module = "/usr/lib/nginx/modules/ngx_mail_module.so";

    // The protocol of ngx_mail_auth_http_module: headers ask, headers answer.
    private static async Task AnswerAsync(TcpListener listener, RealServer server)
    {
        while (true)
        {
            using var client = await listener.AcceptTcpClientAsync(server.Cancellation);
            await using var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.ASCII);
            var isRight = false;
            while (await reader.ReadLineAsync(server.Cancellation) is { Length: > 0 } line)
            {
                isRight |= line is "Auth-Pass: secret" or "Auth-Method: none";
            }

            var answer = isRight ? $"Auth-Status: OK\r\nAuth-Server: 127.0.0.1\r\nAuth-Port: {server.ProviderPort}" : "Auth-Status: Invalid login or password";
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.0 200 OK\r\n{answer}\r\n\r\n"), server.Cancellation);
        }
    }
}
