namespace AbuseServerless.Notifiers.Mail;

/// <summary>What a mail says.</summary>
/// <param name="Subject">One line.</param>
/// <param name="Body">Lines that end in line feeds.</param>
internal sealed record MailText(string Subject, string Body)
{
    private const string Rule = "\n----------------------------------------------------------------------\n\n";

    /// <summary>The same in two languages.</summary>
    public MailText With(MailText second) => new($"{Subject} / {second.Subject}", Body + Rule + second.Body);
}
