using System.Globalization;
using AbuseServerless.Local.Processes;

namespace AbuseServerless.Mail.Tests.MailServers;

/// <summary>Where subscribers read their mail.</summary>
/// <param name="Imap">TCP port of 127.0.0.1.</param>
/// <param name="Pop3">TCP port of 127.0.0.1.</param>
internal sealed record MailboxPorts(int Imap, int Pop3)
{
    /// <summary>Ports that nobody uses.</summary>
    public static MailboxPorts Free() => new(LoopbackPort.Free(), LoopbackPort.Free());

    /// <summary>Makes the folder of the mailboxes, and their settings.</summary>
    public async Task<string> ConfigureAsync(PrivateFolder folder, CancellationToken cancellationToken)
    {
        folder.MakeShared("mail");
        await folder.ConfigureAsync(
            "mailboxes.conf",
            "mailboxes.conf",
            [("imap", Imap.ToString(CultureInfo.InvariantCulture)), ("pop3", Pop3.ToString(CultureInfo.InvariantCulture))],
            cancellationToken);
        return $"!include {folder.Of("mailboxes.conf")}";
    }
}
