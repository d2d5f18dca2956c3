using AbuseServerless.Notifications;
using MimeKit;

namespace AbuseServerless.Notifiers.Mail;

/// <summary>Makes messages: sender, headers and the text in the languages that the settings want.</summary>
internal sealed class MailComposer
{
    private readonly MailboxAddress _from;
    private readonly MailWriter[] _writers;
    private readonly TimeProvider _time;

    public MailComposer(MailOptions options, TimeProvider time)
    {
        _from = MailboxAddress.Parse(options.From);
        _time = time;
        var contact = string.IsNullOrEmpty(options.Contact) ? _from.Address : options.Contact;
        string[] languages = options.Language switch
        {
            MailLanguage.Ja => ["ja"],
            MailLanguage.En => ["en"],
            _ => ["ja", "en"],
        };
        _writers = [.. languages.Select(language => new MailWriter(language, contact, TimeZoneInfo.FindSystemTimeZoneById(options.TimeZone)))];
    }

    /// <summary>Makes a message. Its Message-ID follows from the notification, so that one that is sent twice can be known.</summary>
    public MimeMessage Compose(Notification notification, MailboxAddress to, Func<MailWriter, MailText> write)
    {
        var text = _writers.Select(write).Aggregate((first, second) => first.With(second));
        var message = new MimeMessage
        {
            MessageId = $"{notification.Id}.{notification.Channel}@{_from.Domain}",
            Date = _time.GetUtcNow(),
            Subject = text.Subject,
            Body = new TextPart("plain") { Text = text.Body.ReplaceLineEndings("\r\n") },
        };
        message.From.Add(_from);
        message.To.Add(to);

        // RFC 3834: no answer is wanted from vacation programs.
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Headers.Add("X-AbuseServerless-Id", notification.Id);
        return message;
    }
}
