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

    /// <summary>The name of your organisation, which shares the data.</summary>
    [Parameter(Mandatory = true, HelpMessage = "The name of your organisation, which shares the data.")]
    [ValidateLength(1, 200)]
    public string Organization { get; set; } = "";

    /// <summary>Mail address for questions, such as abuse@example.jp.</summary>
    [Parameter(Mandatory = true, HelpMessage = "Mail address for questions, such as abuse@example.jp.")]
    [ValidatePattern(@"^[^@\s]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$")]
    public string Contact { get; set; } = "";

    /// <summary>Stix (default), Xarf or Csv.</summary>
    [Parameter(HelpMessage = "Stix (default), Xarf or Csv.")]
    public GeoIndicatorFormat Format { get; set; }

    /// <summary>Only addresses seen at or after this time. A time without a zone is in this machine's zone.</summary>
    [Parameter(HelpMessage = "Only addresses seen at or after this time. A time without a zone is in this machine's zone.")]
    [Time]
    public DateTimeOffset? Since { get; set; }

    /// <summary>Only addresses that were used with at least this many accounts. Default: 1.</summary>
    [Parameter(HelpMessage = "Only addresses that were used with at least this many accounts. Default: 1.")]
    [ValidateRange(1, 1_000_000)]
    public int MinimumAccounts { get; set; } = 1;

    /// <summary>Countries to leave out, such as the country your subscribers live in.</summary>
    [Parameter(HelpMessage = "Countries to leave out, such as the country your subscribers live in.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(Completion.Countries))]
    public string[] ExcludeCountry { get; set; } = [];

    /// <summary>How far the recipients may share the data (TLP 2.0). Default: Amber.</summary>
    [Parameter(HelpMessage = "How far the recipients may share the data (TLP 2.0). Default: Amber.")]
    public GeoTlp Tlp { get; set; } = GeoTlp.Amber;

    /// <summary>How long an address is worth refusing after it was last seen. Default: 14 days.</summary>
    [Parameter(HelpMessage = "How long an address is worth refusing after it was last seen. Default: 14 days.")]
    [Duration]
    [ValidateDuration]
    public TimeSpan ValidFor { get; set; } = TimeSpan.FromDays(14);

    /// <summary>An ASN database. Required if an exemption names an autonomous system.</summary>
    [Parameter(HelpMessage = "An ASN database. Required if an exemption names an autonomous system.")]
    [ValidateNotNullOrEmpty]
    public string? AsnDatabase { get; set; }

    /// <summary>Keeps an existing file and reports an error.</summary>
    [Parameter(HelpMessage = "Keeps an existing file and reports an error.")]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Returns the file.</summary>
    [Parameter(HelpMessage = "Returns the file.")]
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
        WriteVerbose($"{Quantity.Of(count, "address", "addresses")} written.");
        if (count == 0)
        {
            WriteWarning("No address was written. Addresses come from the evidence of the net Countries, of accounts judged as abuse (Set-GeoSuspension -Judgement Abuse), without exempted addresses and those that -Since, -MinimumAccounts and -ExcludeCountry leave out.");
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
