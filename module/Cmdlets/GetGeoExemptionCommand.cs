using System.Management.Automation;
using AbuseServerless.PowerShell.Accounts;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Gets the exemptions: what does not count, or counts to watch only; by whom, why and until when. Those that are over are left out.</summary>
[Cmdlet(VerbsCommon.Get, "GeoExemption", SupportsPaging = true)]
[OutputType(typeof(GeoExemption))]
public sealed class GetGeoExemptionCommand : ReadingCommand
{
    private Page? _page;

    /// <summary>Exemptions of accounts, by name or wildcards.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "Exemptions of accounts, by name or wildcards.")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ExemptedAccounts))]
    public string[] Account { get; set; } = [];

    /// <summary>Exemptions of client networks, in any notation of the same network, or with wildcards.</summary>
    [Parameter(HelpMessage = "Exemptions of client networks, in any notation of the same network, or with wildcards.")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(Completion.StoredExemptions))]
    public string[] Network { get; set; } = [];

    /// <summary>Exemptions of countries, by two-letter code or wildcards.</summary>
    [Parameter(HelpMessage = "Exemptions of countries, by two-letter code or wildcards.")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(Completion.Countries))]
    public string[] Country { get; set; } = [];

    /// <summary>Exemptions of autonomous systems, by number with or without the prefix AS, or wildcards.</summary>
    [Parameter(HelpMessage = "Exemptions of autonomous systems, by number with or without the prefix AS, or wildcards.")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(Completion.StoredExemptions))]
    public string[] Asn { get; set; } = [];

    /// <summary>Exemptions that cover a client address, a whole network or an account: because of them it does not count, or counts towards a watch only.</summary>
    [Parameter(HelpMessage = "Exemptions that cover a client address, a whole network or an account: because of them it does not count, or counts towards a watch only.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(LiteralKnownAccounts))]
    public string? Covers { get; set; }

    /// <summary>Includes expired exemptions.</summary>
    [Parameter(HelpMessage = "Includes expired exemptions.")]
    public SwitchParameter IncludeExpired { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _ = Session;
        _page = Page.Begin(this);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var named = new (GeoExemptionKind Kind, string[] Values)[]
        {
            (GeoExemptionKind.Account, Account), (GeoExemptionKind.Network, Network), (GeoExemptionKind.Country, Country), (GeoExemptionKind.Asn, Asn),
        };
        if (Covers is not null)
        {
            var cover = new ExemptionCover(Covers);
            if (cover.IsMistaken)
            {
                WriteError(Errors.CoversNoAddress(Covers));
                return;
            }

            if (cover.Address is { } address)
            {
                cover.Country = Wait(Covers, cancellationToken => Session.FindCountryAsync(address.ToString(), cancellationToken));
            }

            _page!.Write(Read(cover.IsBy).Where(exemption => Array.TrueForAll(named, kind => kind.Values.Length == 0 || kind.Kind == exemption.Kind)));
            if (cover.Unknown > 0)
            {
                WriteWarning($"{cover.Unknown} {(cover.Unknown == 1 ? "exemption" : "exemptions")} by country or autonomous system may also cover it: this shell cannot locate '{Covers}'.");
            }

            return;
        }

        if (Array.TrueForAll(named, kind => kind.Values.Length == 0))
        {
            _page!.Write(Read(_ => true));
            return;
        }

        foreach (var (kind, value) in named.SelectMany(kind => kind.Values.Select(value => (kind.Kind, value))))
        {
            var pattern = new AccountPattern(value);
            if (pattern.IsPattern)
            {
                _page!.Write(Read(exemption => exemption.Kind == kind && pattern.Matches(exemption.Value)));
            }
            else
            {
                ForExemption(kind.ToString(), value, () => WriteOne(kind, value));
            }
        }
    }

    private IEnumerable<GeoExemption> Read(Func<GeoExemption, bool> wanted) =>
        Stream(null, Session.ReadExemptionsAsync).Where(exemption => (IncludeExpired || !exemption.Expired) && wanted(exemption));

    private void WriteOne(GeoExemptionKind kind, string value)
    {
        var found = Wait(value, cancellationToken => Session.FindExemptionAsync(kind, value, cancellationToken));
        if (found is null || (found.Expired && !IncludeExpired))
        {
            WriteError(Errors.ExemptionNotFound(kind, value));
        }
        else
        {
            _page!.Write([found]);
        }
    }
}
