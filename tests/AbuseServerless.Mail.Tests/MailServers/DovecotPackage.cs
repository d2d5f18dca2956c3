using AbuseServerless.Local.FunctionsHost.Processes;

namespace AbuseServerless.Mail.Tests.MailServers;

/// <summary>A Dovecot that is installed here.</summary>
/// <param name="Version">As the headings of docs/mail-servers.md name it.</param>
/// <param name="Root">Root of the file system that it sees.</param>
internal sealed record DovecotPackage(string Version, string Root)
{
    /// <summary>The system's.</summary>
    public static readonly DovecotPackage Of23 = new("2.3", "/");

    /// <summary>Debian 13's, which .ci/install-mail-servers unpacks with its libraries.</summary>
    public static readonly DovecotPackage Of24 = new("2.4", "/opt/dovecot-2.4");

    /// <summary>The file that is to be there.</summary>
    public string Program => Path.Combine(Root, "usr/sbin/dovecot");

    /// <summary>How it is started.</summary>
    public ChildCommand Command(params string[] arguments) => Command("usr/sbin/dovecot", arguments);

    /// <summary>How its doveadm is started.</summary>
    public ChildCommand Doveadm(params string[] arguments) => Command("usr/bin/doveadm", arguments);

    private ChildCommand Command(string program, string[] arguments) =>
        Root == "/" ? new($"/{program}", arguments) : new("/usr/sbin/chroot", [Root, $"/{program}", .. arguments]);
}
