using System.Management.Automation;
using AbuseServerless.PowerShell.Boundary;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Writes the client addresses of confirmed abuse for other operators: a STIX 2.1 bundle, XARF 4 reports or CSV, without a word of the accounts.</summary>
[Cmdlet(VerbsData.Export, "GeoIndicator", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(FileInfo))]
public sealed class ExportGeoIndicatorCommand : GeoCommand
{
    /// <summary>The file to write.</summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage = "The file to write.")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>Who shares: the name of your organisation.</summary>
    [Parameter(Mandatory = true, HelpMessage = "Who shares: the name of your organisation.")]
    [ValidateLength(1, 200)]
    public string Organization { get; set; } = "";

    /// <summary>Mail address that answers questions.</summary>
    [Parameter(Mandatory = true, HelpMessage = "Mail address that answers questions, such as abuse@example.jp.")]
    [ValidatePattern(@"^[^@\s]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$")]
    public string Contact { get; set; } = "";

    /// <summary>Stix, Xarf or Csv; Stix without it.</summary>
    [Parameter(HelpMessage = "Stix (default), Xarf or Csv.")]
    public GeoIndicatorFormat Format { get; set; }

    /// <summary>Only addresses that were seen since.</summary>
    [Parameter(HelpMessage = "Only addresses that were seen since. A time without a zone is this machine's.")]
    [Time]
    public DateTimeOffset? Since { get; set; }

    /// <summary>Only addresses that were used with so many accounts or more.</summary>
    [Parameter(HelpMessage = "Only addresses that were used with so many accounts or more; 1 without it.")]
    [ValidateRange(1, 1_000_000)]
    public int MinimumAccounts { get; set; } = 1;

    /// <summary>Countries of which no address is written.</summary>
    [Parameter(HelpMessage = "Countries of which no address is written, such as your subscribers' own.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(Completion.Countries))]
    public string[] ExcludeCountry { get; set; } = [];

    /// <summary>With whom the recipients may share; Amber without it.</summary>
    [Parameter(HelpMessage = "With whom the recipients may share (TLP 2.0); Amber without it.")]
    public GeoTlp Tlp { get; set; } = GeoTlp.Amber;

    /// <summary>How long an address is worth refusing after it was last seen; 14 days without it.</summary>
    [Parameter(HelpMessage = "How long an address is worth refusing after it was last seen; 14 days without it.")]
    [Duration]
    [ValidateDuration]
    public TimeSpan ValidFor { get; set; } = TimeSpan.FromDays(14);

    /// <summary>An ASN database; needed where an exemption names an autonomous system.</summary>
    [Parameter(HelpMessage = "An ASN database; needed where an exemption names an autonomous system.")]
    [ValidateNotNullOrEmpty]
    public string? AsnDatabase { get; set; }

    /// <summary>Leaves a file that exists alone.</summary>
    [Parameter(HelpMessage = "Leaves a file that exists alone.")]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Puts the file out.</summary>
    [Parameter(HelpMessage = "Puts the file out.")]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var session = Session;
        Countries.Check(this, ExcludeCountry);
        var file = new FileInfo(GetUnresolvedProviderPathFromPSPath(Path));
        if (NoClobber && file.Exists)
        {
            ThrowTerminatingError(Errors.FileExists(file.FullName));
        }

        if (!ShouldProcess(file.FullName, $"Write {Format} indicators"))
        {
            return;
        }

        // The whole before the file is touched: what fails leaves none that is half written.
        using var content = new MemoryStream();
        var query = new GeoIndicatorQuery(Format, Organization, Contact, Tlp, ValidFor)
        {
            Since = Since,
            MinimumAccounts = MinimumAccounts,
            ExcludeCountry = ExcludeCountry,
            AsnDatabase = AsnDatabase is null ? null : GetUnresolvedProviderPathFromPSPath(AsnDatabase),
        };
        var count = Wait(null, cancellationToken => session.ExportIndicatorsAsync(query, content, cancellationToken));
        Write(file, content);
        WriteVerbose($"{count} addresses written.");
        if (count == 0)
        {
            WriteWarning("No address was written: only those of the evidence of Countries and Travel are, of accounts judged as abuse (Set-GeoSuspension -Judgement Abuse), outside of exemptions, and of what -Since, -MinimumAccounts and -ExcludeCountry leave.");
        }

        if (PassThru)
        {
            // As Get-Item gives it, so that it can be piped on.
            WriteObject(InvokeProvider.Item.Get([file.FullName], force: true, literalPath: true), enumerateCollection: true);
        }
    }

    private void Write(FileInfo file, MemoryStream content)
    {
        try
        {
            using var written = new FileStream(file.FullName, NoClobber ? FileMode.CreateNew : FileMode.Create, FileAccess.Write);
            content.WriteTo(written);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(Errors.FileNotWritten(file.FullName, e));
        }
    }
}
