using System.Globalization;
using AbuseServerless.Local.Processes;

namespace AbuseServerless.Mail.Tests.MailServers;

/// <summary>Where subscribers read their mail.</summary>
/// <param name="Imap">TCP port of 127.0.0.1.</param>
/// <param name="Pop3">TCP port of 127.0.0.1.</param>
/// <param name="Submission">TCP port of 127.0.0.1 at which Dovecot 2.4 takes submissions itself.</param>
internal sealed record MailboxPorts(int Imap, int Pop3, int Submission)
{
    /// <summary>Ports that nobody uses.</summary>
    public static MailboxPorts Free() => new(LoopbackPort.Free(), LoopbackPort.Free(), LoopbackPort.Free());

    /// <summary>Makes the folder of the mailboxes, and their settings.</summary>
    /// <param name="folder">Where everything is kept.</param>
    /// <param name="version">Dovecot's.</param>
    /// <param name="relay">Port of Postfix, to which Dovecot hands what is submitted.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<string> ConfigureAsync(PrivateFolder folder, string version, int relay, CancellationToken cancellationToken)
    {
        folder.MakeShared("mail");
        (string Name, int Port)[] ports = [("imap", Imap), ("pop3", Pop3), ("submission", Submission), ("relay", relay)];
        await folder.ConfigureAsync("mailboxes.conf", $"mailboxes-{version}.conf", ports.Select(port => (port.Name, port.Port.ToString(CultureInfo.InvariantCulture))), cancellationToken);
        return $"!include {folder.Inside}/mailboxes.conf";
    }
}
