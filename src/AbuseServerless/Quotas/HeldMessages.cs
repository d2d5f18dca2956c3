namespace AbuseServerless.Quotas;

/// <summary>Messages that the mail server takes, and does something else with than usual, because of an answer that it was given about one of their recipients. Not for several threads.</summary>
internal sealed class HeldMessages
{
    private readonly Dictionary<string, (QuotaAnswer Answer, int Minute)> _all = new(StringComparer.Ordinal);

    /// <summary>Whether there is none.</summary>
    public bool AreNone => _all.Count == 0;

    /// <summary>Adds one.</summary>
    public void Add(string instance, QuotaAnswer answer, int minute) => _all[instance] = (answer, minute);

    /// <summary>The answer of a message that is asked about; null where it is none of these.</summary>
    public QuotaAnswer? Find(string instance, int minute)
    {
        if (!_all.TryGetValue(instance, out var held))
        {
            return null;
        }

        _all[instance] = held with { Minute = minute };
        return held.Answer;
    }

    /// <summary>Forgets those that were not asked about since a minute.</summary>
    public void Prune(int begin)
    {
        foreach (var (instance, held) in _all)
        {
            if (held.Minute < begin)
            {
                _all.Remove(instance);
            }
        }
    }
}
