using System.Collections.Concurrent;
using AbuseServerless.Accounts;
using AbuseServerless.Detection;
using AbuseServerless.Detection.SharedOrigins;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Azure.SharedOrigins;

/// <summary>Notes which accounts were used at which origins, and says who is to be told that an origin is shared.</summary>
/// <remarks>
/// Whoever makes an origin a shared one sees all its accounts in the row, since writes meet the row's version: those that were used there before send no further event, and are told by this one. A use that the row holds already was written by
/// somebody who may have ended before that; then all are told again, which changes nothing where they have been.
/// </remarks>
public sealed class OriginRecorder(OriginTable table, IOptions<NetsOptions> options)
{
    private const int Parallelism = 8;

    private readonly SharedOriginsOptions _limits = options.Value.SharedOrigins;
    private readonly NotedUses _noted = new();
    private readonly WaitingUses _waiting = new();

    /// <summary>
    /// Whether the use of a new account is to be noted, because accounts that do not live there were used there. If not, it waits in memory until one is: to note all would cost a request for each account of a new installation. Of what other workers
    /// noted, and of before it started, this process knows nothing.
    /// </summary>
    public bool NotesNow(OriginUse use)
    {
        var isNow = _noted.HasStrangers(use.Origin);
        if (!isNow)
        {
            _waiting.Add(use);
        }

        return isNow;
    }

    /// <summary>Notes uses; those that this process has noted before (<see cref="Done"/>) are skipped.</summary>
    /// <returns>Who is to be told what, an account once a day.</returns>
    /// <exception cref="Storage.StorageException">Storage failed; the same uses can be noted again.</exception>
    public async Task<IReadOnlyCollection<SharedOrigin>> NoteAsync(IEnumerable<OriginUse> uses, CancellationToken cancellationToken)
    {
        var origins = uses.Where(use => !_noted.Contains(use)).GroupBy(use => use.Origin).ToList();
        if (origins.Count == 0)
        {
            return [];
        }

        var told = new ConcurrentDictionary<(AccountName, long), SharedOrigin>();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(origins, parallel, async (origin, cancel) =>
        {
            foreach (var shared in await NoteAsync(origin.Key, [.. origin.DistinctBy(use => (use.Account, use.IsFamiliar, use.IsWatchOnly, use.IsAbuse, use.IsNew))], cancel).ConfigureAwait(false))
            {
                told.AddOrUpdate((shared.Account, shared.Day), shared, (_, other) => shared.Counted > other.Counted || (shared.Counted == other.Counted && shared.Accounts > other.Accounts) ? shared : other);
            }
        }).ConfigureAwait(false);
        return [.. told.Values];
    }

    /// <summary>Remembers that uses are noted and that who was to be told has been.</summary>
    public void Done(IEnumerable<OriginUse> uses)
    {
        foreach (var use in uses)
        {
            if (!_noted.Contains(use))
            {
                _noted.Add(use);
            }
        }
    }

    private async Task<IEnumerable<SharedOrigin>> NoteAsync(OriginKey origin, IReadOnlyCollection<OriginUse> uses, CancellationToken cancellationToken)
    {
        uses = uses.All(use => use.IsFamiliar) ? uses : [.. uses, .. _waiting.Of(origin)];
        var (before, after) = await table.AddAsync(origin, uses, cancellationToken).ConfigureAwait(false);
        if (after.HasStrangers)
        {
            _noted.AddStrangers(origin);
        }

        if (after.Judge(_limits, 0) == Verdict.None || uses.All(use => use.IsFamiliar))
        {
            return [];
        }

        var yesterday = await table.FindAsync(origin with { Day = origin.Day - 1 }, cancellationToken).ConfigureAwait(false);
        return after.Tell(before, uses, _limits, yesterday.Residents);
    }
}
