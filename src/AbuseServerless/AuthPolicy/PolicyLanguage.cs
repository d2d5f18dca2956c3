namespace AbuseServerless.AuthPolicy;

/// <summary>Language of the text that a refused client gets to see.</summary>
public enum PolicyLanguage
{
    /// <summary>English.</summary>
    En,

    /// <summary>Japanese. SMTP promises no letters beyond ASCII in its replies; most clients show UTF-8 all the same.</summary>
    Ja,
}
