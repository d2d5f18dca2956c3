using System.Management.Automation;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Base for adding and removing exemptions: names one by account, network, country or autonomous system, or by kind and value from Get-GeoExemption.</summary>
public abstract class ExemptionNamingCommand : BulkCommand
{
    /// <summary>Name of a parameter set.</summary>
    protected const string AccountSet = "Account", NetworkSet = "Network", CountrySet = "Country", AsnSet = "Asn", ValueSet = "Value";

    /// <summary>Client networks, such as 192.0.2.0/24 or 2001:db8::/32; a single address counts as a network.</summary>
    [Parameter(
        ParameterSetName = NetworkSet,
        Mandatory = true,
        ValueFromPipelineByPropertyName = true,
        HelpMessage = "Client networks, such as 192.0.2.0/24 or 2001:db8::/32; a single address counts as a network.")]
    [Alias("Address")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(Completion.StoredExemptions))]
    public string[] Network { get; set; } = [];

    /// <summary>Two-letter country codes (ISO 3166-1 alpha-2).</summary>
    [Parameter(ParameterSetName = CountrySet, Mandatory = true, HelpMessage = "Two-letter country codes (ISO 3166-1 alpha-2).")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(Completion.Countries))]
    public string[] Country { get; set; } = [];

    /// <summary>AS numbers, with or without the prefix AS. The installation needs an ASN database.</summary>
    [Parameter(
        ParameterSetName = AsnSet,
        Mandatory = true,
        ValueFromPipelineByPropertyName = true,
        HelpMessage = "AS numbers, with or without the prefix AS. The installation needs an ASN database.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(Completion.StoredExemptions))]
    public string[] Asn { get; set; } = [];

    /// <summary>The kind of -Value: account, network, country or autonomous system.</summary>
    [Parameter(
        ParameterSetName = ValueSet,
        Mandatory = true,
        ValueFromPipelineByPropertyName = true,
        HelpMessage = "The kind of -Value: account, network, country or autonomous system.")]
    public GeoExemptionKind Kind { get; set; }

    /// <summary>The account, network, country or autonomous system; -Kind says which.</summary>
    [Parameter(
        ParameterSetName = ValueSet,
        Mandatory = true,
        ValueFromPipelineByPropertyName = true,
        HelpMessage = "The account, network, country or autonomous system; -Kind says which.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(Completion.StoredExemptions))]
    public string[] Value { get; set; } = [];

    /// <summary>The accounts that were given.</summary>
    private protected abstract string[] Accounts { get; }

    /// <summary>Does something for each of those named, and counts it; what cannot be read is reported with its parameter, and the next one goes on.</summary>
    /// <param name="action">Whether it was changed; null where it was neither tried nor failed.</param>
    private protected void ForEach(Func<GeoExemptionKind, string, bool?> action)
    {
        var (kind, values) = ParameterSetName switch
        {
            NetworkSet => (GeoExemptionKind.Network, Network),
            CountrySet => (GeoExemptionKind.Country, Country),
            AsnSet => (GeoExemptionKind.Asn, Asn),
            ValueSet => (Kind, Value),
            _ => (GeoExemptionKind.Account, Accounts),
        };
        OneByOne(values, value =>
        {
            bool? changed = null;
            if (!ForExemption(ParameterSetName, value, () => changed = action(kind, value)))
            {
                Fail(value);
            }
            else if (changed is not null)
            {
                Count(changed.Value);
            }
        });
    }
}
