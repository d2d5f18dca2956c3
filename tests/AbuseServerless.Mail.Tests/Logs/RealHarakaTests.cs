using System.Net;

namespace AbuseServerless.Mail.Tests.Logs;

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
        var (outside, port) = (RealServer.Outside(), FreePort.Find());
        await ConfigureAsync(server, outside, port, format, "protocol");
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

    [Theory]
    [InlineData("info", "default")]
    [InlineData("info", "logfmt")]
    [InlineData("info", "json")]
    [InlineData("protocol", "default")]
    public async Task Nobody_is_taken_for_another_account_nor_a_password_for_one(string level, string format)
    {
        await using var server = new RealServer("", "/opt/haraka/node_modules/.bin/haraka");
        var port = FreePort.Find();
        await ConfigureAsync(server, IPAddress.Loopback, port, format, level);
        await server.StartAsync(IPAddress.Loopback, port, ["-c", server.Folder]);
        var at = new IPEndPoint(IPAddress.Loopback, port);
        string[] login = ["EHLO x", "AUTH LOGIN", "YWxpY2VAcmlnLnRlc3Q=", "c2VjcmV0"];

        // As .NET does: the password is the only word of its own.
        Assert.StartsWith("235", (await Visit.TalkAsync(at, "127.0.0.2", ["EHLO x", "AUTH LOGIN YWxpY2VAcmlnLnRlc3Q=", "c2VjcmV0"], server.Cancellation))[^1], StringComparison.Ordinal);
        Assert.StartsWith("504", (await Visit.TalkAsync(at, "127.0.0.3", [.. login, "AUTH LOGIN", "ZXZlQHJpZy50ZXN0", "="], server.Cancellation))[^1], StringComparison.Ordinal);
        Assert.StartsWith("535", (await Visit.TalkAsync(at, "127.0.0.4", [.. login, "AUTH LOGIN", "ZXZlQHJpZy50ZXN0", "d3Jvbmc="], server.Cancellation))[^1], StringComparison.Ordinal);
        Assert.StartsWith("235", (await Visit.TalkAsync(at, "127.0.0.7", login, server.Cancellation, "PROXY TCP4 10.7.7.7 192.0.2.25 50000 587"))[^1], StringComparison.Ordinal);

        await server.AssertToldAsync(
        [
            level == "info" ? "login (Haraka logs that of AUTH LOGIN, asked for the name, at level info, any other at level protocol) not told" : "alice@rig.test 127.0.0.2 ok",
            "alice@rig.test 127.0.0.3 ok",
            "eve@rig.test 127.0.0.4 failed",
            "alice@rig.test 127.0.0.4 ok",
            "alice@rig.test 10.7.7.7 ok",
        ]);
    }

    private static async Task ConfigureAsync(RealServer server, IPAddress outside, int port, string format, string level)
    {
        Directory.CreateDirectory(server.Of("config"));
        Directory.CreateDirectory(server.Of("plugins"));
        foreach (var (file, text) in (IEnumerable<(string, string)>)
        [
            ("config/me", "mx1.rig.test\n"),
            ("config/smtp.ini", $"listen=127.0.0.1:{port}\nnodes=0\n"),
            ("config/log.ini", $"[main]\nlevel={level}\ntimestamps=true\nformat={format}\n"),
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
        await File.AppendAllTextAsync(server.Of("config/connection.ini"), "\n[haproxy]\nhosts[]=127.0.0.7\n", server.Cancellation);
    }
}
