using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AbuseServerless.Mail.Tests.Logs;

/// <summary>Debian 13's OpenSMTPD takes logins and a message, delivers to a server that refuses some recipients, and what it prints is read as of a container.</summary>
public sealed class RealOpenSmtpdTests
{
    // Of "secret", by crypt(3).
    private const string Hash = "$6$salt$egUxKNxDs8kPfh8iPMNcosMhb2eWah6d3R44JDm5Rj/j/XWR5E33QPd0YmHXoDHOIDR6kL5D3JcQcz0O8FHE00";

    [Fact]
    public async Task Its_log_tells_logins_and_deliveries_of_the_account()
    {
        await using var server = new RealServer("/opt/opensmtpd", "/usr/sbin/smtpd");
        Forget();
        var (outside, port) = (RealServer.Outside(), FreePort.Find());
        using var certificate = await ConfigureAsync(server, outside, port);
        await server.StartAsync(IPAddress.Loopback, port, ["-d", "-f", $"{server.Inside}/smtpd.conf"], () => $"{TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture)} ");
        var at = new IPEndPoint(IPAddress.Loopback, port);

        Assert.True(await Visit.PayAsync(at, "127.0.0.2", "secret", ["bob@gmail.com", "bad@yahoo.com", "slow@outlook.com"], certificate, server.Cancellation));
        Assert.False(await Visit.PayAsync(at, "127.0.0.3", "wrong", [], certificate, server.Cancellation));
        Assert.True(await Visit.PayAsync(at, "127.0.0.4", "secret", [], certificate, server.Cancellation));

        await server.AssertToldAsync(
        [
            "alice@rig.test 127.0.0.2 ok",
            "alice@rig.test 127.0.0.3 failed",
            "alice@rig.test 127.0.0.4 ok",
            $"gmail.com Sent 2.0.0 by {outside} of alice@rig.test",
            $"yahoo.com Bounced 5.1.1 by {outside} of alice@rig.test",
            $"outlook.com Deferred 4.2.1 by {outside} of alice@rig.test",
        ]);
    }

    // Its queue is where it always is: mail of an earlier run would be tried again.
    private static void Forget()
    {
        if (Directory.Exists("/opt/opensmtpd/var/spool/smtpd"))
        {
            Directory.Delete("/opt/opensmtpd/var/spool/smtpd", recursive: true);
        }
    }

    private static async Task<X509Certificate2> ConfigureAsync(RealServer server, IPAddress outside, int port)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var certificate = new CertificateRequest("CN=mx1.rig.test", key, HashAlgorithmName.SHA256).CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        await File.WriteAllTextAsync(server.Of("certificate.pem"), certificate.ExportCertificatePem(), server.Cancellation);
        await File.WriteAllTextAsync(server.Of("key.pem"), key.ExportPkcs8PrivateKeyPem(), server.Cancellation);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(server.Of("key.pem"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        await File.WriteAllTextAsync(server.Of("smtpd.conf"), $$"""
            pki mx1 cert "{{server.Inside}}/certificate.pem"
            pki mx1 key "{{server.Inside}}/key.pem"
            table creds { alice@rig.test = "{{Hash}}" }
            listen on 127.0.0.1 port {{port}} smtps pki mx1 auth <creds> hostname mx1.rig.test
            action "out" relay host "smtp://{{outside}}:{{server.ProviderPort}}"
            match auth from any for any action "out"

            """.ReplaceLineEndings("\n"), server.Cancellation);
        return certificate;
    }
}
