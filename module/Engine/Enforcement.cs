using AbuseServerless.Azure.Presence;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Suspensions;

namespace AbuseServerless.PowerShell.Engine;

/// <summary>Whether an installation has suspended accounts refused.</summary>
internal sealed class Enforcement(EnforcementTable table, PresenceTable presence, TimeProvider time)
{
    // A bulk change asks once, and not for each account.
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(5);

    private volatile Known? _known;

    /// <summary>What an operator has set. Where none has, each worker and gate obeys its own setting: what all of them say that are here, and no mode where they say nothing or do not agree.</summary>
    public async Task<GeoEnforcement> FindAsync(CancellationToken cancellationToken)
    {
        if (await table.FindAsync(cancellationToken).ConfigureAwait(false) is { } set)
        {
            return Output.Enforcement(set);
        }

        var now = time.GetUtcNow();
        List<GeoEnforcementMode?> modes = [.. (await presence.ReadAsync(cancellationToken).ConfigureAwait(false))
            .Where(row => StatusOutput.IsHere(row, now))
            .Select(row => Enum.TryParse<GeoEnforcementMode>(row.Mode, out var mode) ? mode : (GeoEnforcementMode?)null)
            .Where(mode => mode is not null)
            .Distinct()];
        return new GeoEnforcement { Mode = modes is [var agreed] ? agreed : null };
    }

    /// <summary>The mode, of some seconds ago at the most; null where it is not known.</summary>
    public async Task<EnforcementMode?> ModeAsync(CancellationToken cancellationToken)
    {
        if (_known is { } known && time.GetElapsedTime(known.Read) < Remembered)
        {
            return known.Mode;
        }

        var read = time.GetTimestamp();
        var mode = (EnforcementMode?)(await FindAsync(cancellationToken).ConfigureAwait(false)).Mode;
        _known = new Known(mode, read);
        return mode;
    }

    /// <summary>Sets it.</summary>
    public async Task<GeoEnforcement> SetAsync(GeoEnforcementMode mode, string by, string reason, CancellationToken cancellationToken)
    {
        var set = await table.SetAsync((EnforcementMode)mode, by, reason, cancellationToken).ConfigureAwait(false);
        _known = null;
        return Output.Enforcement(set);
    }

    private sealed record Known(EnforcementMode? Mode, long Read);
}
