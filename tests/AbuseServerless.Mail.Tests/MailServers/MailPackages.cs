namespace AbuseServerless.Mail.Tests.MailServers;

/// <summary>What of Debian's the tests need: its Postfix, its Dovecot, and the right to start them.</summary>
internal static class MailPackages
{
    public const string PostfixCommand = "/usr/sbin/postfix";
    public const string PostfixMaster = "/usr/lib/postfix/sbin/master";

    /// <summary>Why no mail server can be started here; null where one can.</summary>
    public static string? Missing { get; } = Look();

    /// <summary>Why no mailbox can be read here; null where one can.</summary>
    public static string? MissingForMailboxes { get; } =
        Missing ?? (File.Exists("/usr/lib/dovecot/imap") && File.Exists("/usr/lib/dovecot/pop3") ? null : "Dovecot's IMAP and POP3 are missing (Debian: apt-get install dovecot-imapd dovecot-pop3d).");

    /// <summary>Why a Dovecot cannot be started here; null where it can.</summary>
    public static string? MissingOf(DovecotPackage dovecot) => File.Exists(dovecot.Program) ? null : $"{dovecot.Program} is missing (.ci/install-mail-servers unpacks it).";

    /// <summary>Skips the present test, with the reason, where no mail server can be started.</summary>
    public static void Require() => Assert.SkipUnless(Missing is null, Missing ?? "");

    private static string? Look()
    {
        if (!OperatingSystem.IsLinux())
        {
            return "Postfix and Dovecot are started on Linux only.";
        }

        if (!Environment.IsPrivilegedProcess)
        {
            return "Postfix can be started by root only.";
        }

        string[] files = [PostfixCommand, PostfixMaster, DovecotPackage.Of23.Program];
        return Array.Find(files, file => !File.Exists(file)) is { } file ? $"{file} is missing (Debian: apt-get install postfix dovecot-core)." : null;
    }
}
