using System.Net;

namespace AbuseServerless.Tests.Ingestion.Logs.Servers;

/// <summary>npm's Haraka takes logins and messages, delivers to a server that refuses some recipients, and what it prints is read, in each format that it can write.</summary>
public sealed class RealHarakaTests
{
    [Theory]
    [InlineData("default")]
    [InlineData("logfmt")]
    [InlineData("json")]
    public async Task Its_log_tells_logins_and_deliveries_of_the_account(string format)
    {
        await using var server = new RealServer("", "/opt/haraka/node_modules/.bin/haraka");
        var (outside, port) = (RealServer.Outside(), RealServer.FreePort());
        await ConfigureAsync(server, outside, port, format);
        await server.StartAsync(IPAddress.Loopback, port, ["-c", server.Folder]);
        var at = new IPEndPoint(IPAddress.Loopback, port);

        Assert.True(await Visit.PayAsync(at, "127.0.0.2", "secret", ["bob@gmail.com", "bad@yahoo.com", "slow@outlook.com"], null, server.Cancellation));
        Assert.False(await Visit.PayAsync(at, "127.0.0.3", "wrong", [], null, server.Cancellation));
        Assert.True(await Visit.PayAsync(at, "127.0.0.4", "secret", [], null, server.Cancellation));
        Assert.True(await Visit.PayAsync(at, "127.0.0.5", "secret", ["bob@icloud.com", "eve@icloud.com"], null, server.Cancellation, byLogin: true));
        Assert.False(await Visit.PayAsync(at, "127.0.0.6", "wrong", [], null, server.Cancellation, byLogin: true));

        await server.AssertToldAsync(
        [
            "alice@rig.test 127.0.0.2 ok for 3",
            "alice@rig.test 127.0.0.3 failed",
            "alice@rig.test 127.0.0.4 ok",
            "alice@rig.test 127.0.0.5 ok for 2",
            "alice@rig.test 127.0.0.6 failed",
            $"gmail.com Sent by {outside} of alice@rig.test",
            "yahoo.com Bounced 5.1.1 of alice@rig.test",
            "outlook.com Deferred 4.2.1 of alice@rig.test",
            $"icloud.com Sent by {outside} of alice@rig.test",
        ]);
    }

    private static async Task ConfigureAsync(RealServer server, IPAddress outside, int port, string format)
    {
        Directory.CreateDirectory(server.Of("config"));
        Directory.CreateDirectory(server.Of("plugins"));
        foreach (var (file, text) in (IEnumerable<(string, string)>)
        [
            ("config/me", "mx1.rig.test\n"),
            ("config/smtp.ini", $"listen=127.0.0.1:{port}\nnodes=0\n"),
            ("config/log.ini", $"[main]\nlevel=protocol\ntimestamps=true\nformat={format}\n"),
            ("config/plugins", "auth/flat_file\nroute\n"),
            ("config/auth_flat_file.ini", "[core]\nmethods=PLAIN,LOGIN\n[users]\nalice@rig.test=secret\n"),
            ("config/outbound.ini", "[main]\nenable_tls=false\n"),
            ("plugins/route.js", $"exports.hook_get_mx = (next, hmail, domain) => next(OK, [{{ priority: 0, exchange: '{outside}', port: {server.ProviderPort} }}])\n"),
        ])
        {
            await File.WriteAllTextAsync(server.Of(file), text, server.Cancellation);
        }

        // It reads this one from its own folder alone.
        File.Copy("/opt/haraka/node_modules/Haraka/config/connection.ini", server.Of("config/connection.ini"));
    }
}
