using System.Net;

namespace AbuseServerless.Mail.Tests.Logs;

/// <summary>Debian's sendmail takes logins and a message, delivers to a server that refuses some recipients, and what it says to syslog is read.</summary>
public sealed class RealSendmailTests
{
    [Fact]
    public async Task Its_log_tells_logins_and_deliveries_of_the_account()
    {
        await using var server = new RealServer("/opt/sendmail", "/usr/libexec/sendmail/sendmail");
        var (outside, port) = (RealServer.Outside(), FreePort.Find());
        await ConfigureAsync(server, outside, port);
        server.Listen();
        await server.StartAsync(IPAddress.Loopback, port, ["-C", $"{server.Inside}/sendmail.cf", "-bD"]);
        var at = new IPEndPoint(IPAddress.Loopback, port);

        Assert.True(await Visit.PayAsync(at, "127.0.0.2", "secret", ["bob@gmail.com", "bad@yahoo.com", "slow@outlook.com"], null, server.Cancellation));
        Assert.False(await Visit.PayAsync(at, "127.0.0.3", "wrong", [], null, server.Cancellation));
        Assert.True(await Visit.PayAsync(at, "127.0.0.4", "secret", [], null, server.Cancellation));

        await server.AssertToldAsync(
        [
            "alice@rig.test 127.0.0.2 ok",
            "alice@rig.test 127.0.0.3 failed",
            "alice@rig.test 127.0.0.4 ok",
            $"gmail.com Sent 2.0.0 by [{outside}] of alice@rig.test",
            $"yahoo.com Bounced 5.1.1 by [{outside}] of alice@rig.test",
            $"outlook.com Deferred 4.2.0 by [{outside}] of alice@rig.test",
        ]);
    }

    private static async Task ConfigureAsync(RealServer server, IPAddress outside, int port)
    {
        Directory.CreateDirectory(server.Of("queue"));
        await File.WriteAllTextAsync(server.Of("sendmail.mc"), $"""
            include(`/usr/share/sendmail/cf/m4/cf.m4')dnl
            OSTYPE(`linux')dnl
            define(`confDOMAIN_NAME', `mx1.rig.test')dnl
            define(`QUEUE_DIR', `{server.Inside}/queue')dnl
            define(`STATUS_FILE', `{server.Inside}/statistics')dnl
            define(`HELP_FILE', `{server.Inside}/help')dnl
            define(`ALIAS_FILE', `')dnl
            define(`confPID_FILE', `{server.Inside}/pid')dnl
            define(`confTO_IDENT', `0')dnl
            define(`confAUTH_MECHANISMS', `PLAIN LOGIN')dnl
            TRUST_AUTH_MECH(`PLAIN LOGIN')dnl
            define(`confDONT_BLAME_SENDMAIL', `GroupReadableSASLDBFile')dnl
            define(`SMART_HOST', `smtp:[{outside}]')dnl
            define(`SMTP_MAILER_ARGS', `TCP $h {server.ProviderPort}')dnl
            FEATURE(`no_default_msa')dnl
            FEATURE(`nocanonify')dnl
            FEATURE(`accept_unresolvable_domains')dnl
            DAEMON_OPTIONS(`Family=inet, Name=MSA, Addr=127.0.0.1, Port={port}')dnl
            MAILER(`smtp')dnl
            MAILER(`local')dnl

            """.ReplaceLineEndings("\n"), server.Cancellation);
        await File.WriteAllTextAsync(server.Of("sendmail.cf"), await server.RunAsync("/usr/bin/m4", [$"{server.Inside}/sendmail.mc"]), server.Cancellation);
        await File.WriteAllTextAsync("/opt/sendmail/usr/lib/sasl2/Sendmail.conf", $"pwcheck_method: auxprop\nauxprop_plugin: sasldb\nmech_list: PLAIN LOGIN\nsasldb_path: {server.Inside}/sasldb2\n", server.Cancellation);
        await server.RunAsync("/usr/sbin/saslpasswd2", ["-p", "-c", "-f", $"{server.Inside}/sasldb2", "-u", "rig.test", "alice"], "secret");
    }
}
