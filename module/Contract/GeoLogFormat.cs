namespace AbuseServerless.PowerShell;

/// <summary>How the lines of a log are written.</summary>
public enum GeoLogFormat
{
    /// <summary>Found out from the lines.</summary>
    Auto,

    /// <summary>JSON Lines: every line is an AUTH event.</summary>
    Json,

    /// <summary>Dovecot's event-exporter JSON and auth-policy reports.</summary>
    Dovecot,

    /// <summary>A Postfix log: submissions, and failed AUTHs.</summary>
    Postfix,
}
