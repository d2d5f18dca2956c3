namespace AbuseServerless.Notifications;

/// <summary>How the connection to the mail server is secured.</summary>
public enum MailSecurity
{
    /// <summary>By STARTTLS; without it nothing is sent.</summary>
    StartTls,

    /// <summary>TLS from the first byte, as on port 465.</summary>
    Tls,

    /// <summary>Not at all, as to a server on the same machine.</summary>
    None,
}
