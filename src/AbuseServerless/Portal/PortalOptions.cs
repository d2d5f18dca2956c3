namespace AbuseServerless.Portal;

/// <summary>Settings of the API for a provider's portal (section <c>Portal</c>).</summary>
public sealed class PortalOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Portal";

    /// <summary>The keys of portals; none by default.</summary>
    public IList<PortalKeyOptions> Keys { get; } = [];
}
