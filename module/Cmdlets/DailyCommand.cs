using System.Management.Automation;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>What the commands of the daily statistics share: which days and which providers.</summary>
public abstract class DailyCommand : GeoCommand
{
    private protected const string DaySet = "Day";
    private protected const string RangeSet = "Range";

    private readonly HashSet<string> _seen = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _unseen = new(StringComparer.OrdinalIgnoreCase);

    private protected Page Page { get; private set; } = null!;

    /// <summary>Only these days, in the time zone of the statistics.</summary>
    [Parameter(ParameterSetName = DaySet, Mandatory = true, ValueFromPipelineByPropertyName = true, HelpMessage = "Only these days, in the time zone of the statistics.")]
    [ValidateNotNullOrEmpty]
    public DateTime[] Day { get; set; } = [];

    /// <summary>The first day, inclusive. Default: the first that is stored.</summary>
    [Parameter(ParameterSetName = RangeSet, HelpMessage = "The first day, inclusive. Default: the first that is stored.")]
    [Time]
    public DateTime From { get; set; } = DateTime.MinValue;

    /// <summary>The last day, inclusive. Default: the last that is stored.</summary>
    [Parameter(ParameterSetName = RangeSet, HelpMessage = "The last day, inclusive. Default: the last that is stored.")]
    [Time]
    public DateTime To { get; set; } = DateTime.MaxValue;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _ = Session;
        if (From > To)
        {
            ThrowTerminatingError(Errors.RangeReversed("From", From, "To", To));
        }

        Page = Page.Begin(this);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach (var name in Page.IsEnough ? [] : _unseen)
        {
            WriteError(Errors.ProviderNotFound(name));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var (from, to) in ParameterSetName == DaySet ? Day.Select(day => (day, day)) : [(From, To)])
        {
            if (!Page.IsEnough)
            {
                Write(DateOnly.FromDateTime(from), DateOnly.FromDateTime(to));
            }
        }
    }

    /// <summary>Puts out the statistics of some days, both ends inclusive.</summary>
    private protected abstract void Write(DateOnly from, DateOnly to);

    /// <summary>Whether a provider is one of those that are named; all are without names. A name that is none's is an error in the end; a pattern may stand for none.</summary>
    private protected Func<string, bool> Wanted(string[]? names)
    {
        var patterns = (names ?? ["*"]).Select(name => new WildcardPattern(name, WildcardOptions.IgnoreCase)).ToList();
        _unseen.UnionWith((names ?? []).Where(name => !WildcardPattern.ContainsWildcardCharacters(name) && !_seen.Contains(name)));
        return provider =>
        {
            if (_seen.Add(provider))
            {
                _unseen.Remove(provider);
            }

            return patterns.Exists(pattern => pattern.IsMatch(provider));
        };
    }
}
