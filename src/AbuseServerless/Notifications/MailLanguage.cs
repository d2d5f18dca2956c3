namespace AbuseServerless.Notifications;

/// <summary>The language of mails.</summary>
public enum MailLanguage
{
    /// <summary>Japanese, then English, in one mail.</summary>
    Both,

    /// <summary>Japanese.</summary>
    Ja,

    /// <summary>English.</summary>
    En,
}
