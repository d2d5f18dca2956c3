using System.Management.Automation;
using AbuseServerless.PowerShell.Accounts;
using AbuseServerless.PowerShell.Boundary;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Puts out transitions of accounts as they happen, until Ctrl+C: who is watched, suspended, resumed, and why.</summary>
[Cmdlet(VerbsCommon.Watch, "GeoSuspension")]
[OutputType(typeof(GeoAuditEntry))]
public sealed class WatchGeoSuspensionCommand : ReadingCommand
{
    // A row has the time of its transition and may appear a little later than that.
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);

    private readonly Dictionary<(string Account, int? Transition), DateTimeOffset> _seen = [];

    /// <summary>Only these accounts; names or wildcards. Default: all.</summary>
    [Parameter(Position = 0, HelpMessage = "Only these accounts; names or wildcards. Default: all.")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SuspendedAccounts))]
    public string[]? Account { get; set; }

    /// <summary>Only transitions into these states. Default: all.</summary>
    [Parameter(HelpMessage = "Only transitions into these states. Default: all.")]
    [ValidateNotNullOrEmpty]
    public GeoSuspensionState[]? State { get; set; }

    /// <summary>First returns the transitions since this time. A time without a zone is in this machine's zone. Default: only new transitions.</summary>
    [Parameter(HelpMessage = "First returns the transitions since this time. A time without a zone is in this machine's zone. Default: only new transitions.")]
    [Time]
    public DateTime? Since { get; set; }

    /// <summary>Seconds between reads, 1 to 3,600. Default: 2.</summary>
    [Parameter(HelpMessage = "Seconds between reads, 1 to 3,600. Default: 2.")]
    [ValidateRange(1, 3600)]
    public int Interval { get; set; } = 2;

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        _ = Session;
        var patterns = (Account ?? ["*"]).Select(account => new AccountPattern(account)).ToList();
        var start = TimeRange.Start(Since) ?? TimeProvider.System.GetUtcNow();
        for (var from = start; ; Wait(null, cancellationToken => Task.Delay(TimeSpan.FromSeconds(Interval), cancellationToken)))
        {
            var began = TimeProvider.System.GetUtcNow();
            var (entries, trouble) = Wait(null, cancellationToken => LookAsync(from, cancellationToken));
            WarnOfTrouble(trouble);
            foreach (var entry in entries.Where(entry => entry.Time >= start && _seen.TryAdd((entry.Account, entry.Transition), entry.Time)))
            {
                if (patterns.Exists(pattern => pattern.Matches(entry.Account)) && (State is null || (entry.To is { } to && State.Contains(to))))
                {
                    WriteObject(entry);
                }
            }

            if (trouble is null)
            {
                from = began - Overlap;
                foreach (var (old, _) in _seen.Where(seen => seen.Value < from - Remembered).ToList())
                {
                    _seen.Remove(old);
                }
            }
        }
    }

    private async Task<(IReadOnlyList<GeoAuditEntry> Entries, string? Trouble)> LookAsync(DateTimeOffset from, CancellationToken cancellationToken)
    {
        try
        {
            var entries = Session.ReadAuditLogAsync(null, new GeoTimeRange(from, null), cancellationToken);
            return (await entries.Where(entry => entry.Action == GeoAuditAction.Transition).ToListAsync(cancellationToken).ConfigureAwait(false), null);
        }
        catch (EngineException e) when (e.Fault == EngineFault.Unavailable)
        {
            return ([], e.Message);
        }
    }
}
