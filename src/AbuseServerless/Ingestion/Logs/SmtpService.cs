namespace AbuseServerless.Ingestion.Logs;

/// <summary>Tells SMTP AUTH from the logins of other protocols that the same Dovecot serves.</summary>
internal static class SmtpService
{
    /// <summary>Postfix asks as <c>smtp</c>, Dovecot's own submission server as <c>submission</c>. A line that names none is believed.</summary>
    public static bool Is(string? service) =>
        string.IsNullOrEmpty(service)
        || service.Equals("smtp", StringComparison.OrdinalIgnoreCase)
        || service.Equals("submission", StringComparison.OrdinalIgnoreCase);
}
