using System.Management.Automation;
using Newtonsoft.Json;

namespace AbuseServerless.PowerShell.Views;

/// <summary>
/// What a <see cref="Row"/> holds beside its columns: rows of their own, which a script asks for by name. Export-Csv and ConvertTo-Json pass them over and take their text, so that a table and a
/// JSON of rows stay flat.
/// </summary>
internal sealed class RowDetails(string text, IReadOnlyDictionary<string, PSObject[]> rows)
{
    /// <summary>Country by country.</summary>
    [Hidden]
    [JsonIgnore]
    public PSObject[]? Evidence => rows.GetValueOrDefault(nameof(Evidence));

    /// <summary>Country by country, with what an exemption takes out.</summary>
    [Hidden]
    [JsonIgnore]
    public PSObject[]? Origins => rows.GetValueOrDefault(nameof(Origins));

    /// <summary>The places of a country.</summary>
    [Hidden]
    [JsonIgnore]
    public PSObject[]? Places => rows.GetValueOrDefault(nameof(Places));

    /// <summary>By quarters of an hour.</summary>
    [Hidden]
    [JsonIgnore]
    public PSObject[]? Usage => rows.GetValueOrDefault(nameof(Usage));

    /// <summary>By number of countries.</summary>
    [Hidden]
    [JsonIgnore]
    public PSObject[]? AccountsByCountries => rows.GetValueOrDefault(nameof(AccountsByCountries));

    /// <summary>Account by account.</summary>
    [Hidden]
    [JsonIgnore]
    public PSObject[]? BusiestAccounts => rows.GetValueOrDefault(nameof(BusiestAccounts));

    /// <summary>Workers and gates.</summary>
    [Hidden]
    [JsonIgnore]
    public PSObject[]? Instances => rows.GetValueOrDefault(nameof(Instances));

    /// <summary>What the row is, in a few words.</summary>
    public override string ToString() => text;
}
