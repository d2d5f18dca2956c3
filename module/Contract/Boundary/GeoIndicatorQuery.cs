namespace AbuseServerless.PowerShell.Boundary;

/// <summary>Which addresses of confirmed abuse are to be written, and how.</summary>
/// <param name="Format">How.</param>
/// <param name="Organization">The organisation that shares them.</param>
/// <param name="Contact">Mail address of the organisation that shares them.</param>
/// <param name="Tlp">With whom the recipients may share.</param>
/// <param name="ValidFor">How long an address is worth refusing after it was last seen.</param>
public sealed record GeoIndicatorQuery(GeoIndicatorFormat Format, string Organization, string Contact, GeoTlp Tlp, TimeSpan ValidFor)
{
    /// <summary>Only addresses that were seen since, inclusive; null for all.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only addresses that were used with so many accounts or more.</summary>
    public int MinimumAccounts { get; init; } = 1;

    /// <summary>Countries of which no address is written.</summary>
    public IReadOnlyList<string> ExcludeCountry { get; init; } = [];

    /// <summary>An ASN database, for exemptions by autonomous system; null for none.</summary>
    public string? AsnDatabase { get; init; }
}
