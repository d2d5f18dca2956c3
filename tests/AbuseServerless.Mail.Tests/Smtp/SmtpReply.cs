namespace AbuseServerless.Mail.Tests.Smtp;

/// <summary>What a server answers to a command.</summary>
/// <param name="Code">Three digits.</param>
/// <param name="Text">What follows them; the lines of a longer reply are joined by line feeds.</param>
internal sealed record SmtpReply(int Code, string Text)
{
    /// <summary>A login succeeded.</summary>
    public const int LoggedIn = 235;

    /// <summary>A login was refused.</summary>
    public const int LoginRefused = 535;

    /// <summary>A command was carried out.</summary>
    public const int Done = 250;

    /// <summary>A command was refused for good.</summary>
    public const int Refused = 554;

    public override string ToString() => $"{Code} {Text}";
}
