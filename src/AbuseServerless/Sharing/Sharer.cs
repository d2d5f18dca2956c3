namespace AbuseServerless.Sharing;

/// <summary>Who shares, and on what terms.</summary>
/// <param name="Organisation">Name of the organisation.</param>
/// <param name="Contact">Mail address that answers questions; what stands behind its last <c>@</c> is the organisation's domain.</param>
/// <param name="Tlp">With whom the recipients may share.</param>
/// <param name="ValidFor">How long an address is worth refusing after it was last seen; more than 0.</param>
public sealed record Sharer(string Organisation, string Contact, Tlp Tlp, TimeSpan ValidFor)
{
    /// <summary>The organisation's domain.</summary>
    public string Domain => Contact[(Contact.LastIndexOf('@') + 1)..];
}
