using AbuseServerless.Detection.SharedOrigins;

namespace AbuseServerless.Azure.SharedOrigins;

/// <summary>The last uses of new accounts at origins at which no stranger was seen: they count if one is. In memory alone, because a new installation has nothing but new accounts.</summary>
internal sealed class WaitingUses
{
    // Some 2 MB.
    private const int Maximum = 10_000;

    // Of one address: a carrier's is no reason to forget all others.
    private const int MaximumOfOrigin = OriginDay.MaximumAccounts / 2;

    private readonly Lock _lock = new();
    private readonly Dictionary<OriginKey, List<OriginUse>> _uses = [];
    private readonly Queue<OriginKey> _origins = [];
    private int _count;

    public void Add(OriginUse use)
    {
        lock (_lock)
        {
            if (!_uses.TryGetValue(use.Origin, out var uses))
            {
                _uses.Add(use.Origin, uses = new List<OriginUse>(1));
                _origins.Enqueue(use.Origin);
            }

            if (uses.Count < MaximumOfOrigin && !uses.Exists(other => other.Account == use.Account))
            {
                uses.Add(use);
                _count++;
            }

            while (_count > Maximum && _uses.Remove(_origins.Dequeue(), out var oldest))
            {
                _count -= oldest.Count;
            }
        }
    }

    /// <summary>Those of an origin, which wait on.</summary>
    public IReadOnlyList<OriginUse> Of(OriginKey origin)
    {
        lock (_lock)
        {
            return _uses.TryGetValue(origin, out var uses) ? [.. uses] : [];
        }
    }
}
