namespace AbuseServerless.Ingestion.Logs.Dovecot;

/// <summary>Tells SMTP AUTH from the logins of other protocols that the same Dovecot serves.</summary>
internal static class SmtpService
{
    /// <summary>Postfix asks as <c>smtp</c>, Dovecot's own submission server as <c>submission</c>. What names none is not SMTP: nothing absent is believed.</summary>
    public static bool Is(string? service) =>
        string.Equals(service, "smtp", StringComparison.OrdinalIgnoreCase)
        || string.Equals(service, "submission", StringComparison.OrdinalIgnoreCase);
}
