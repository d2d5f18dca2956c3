using AbuseServerless.Ingestion;

namespace AbuseServerless.Azure.Ingestion;

/// <summary>The rejected messages of a batch: the first ones are stored each by itself; of those beyond, the first of each reason, which says for how many it stands.</summary>
/// <param name="batch">The batch.</param>
/// <param name="most">Messages that are stored each by itself, from 1.</param>
/// <param name="tidy">What is stored of a body; null for all of it.</param>
public sealed class BatchRejections(EventBatch batch, int most, Func<string, string>? tidy = null)
{
    private readonly List<DeadLetter> _letters = [];
    private readonly Dictionary<RejectReason, int> _further = [];

    /// <summary>Messages that were rejected.</summary>
    public int Count { get; private set; }

    /// <summary>What is to be stored of them.</summary>
    public IReadOnlyList<DeadLetter> Letters => _letters;

    /// <summary>Rejects a message.</summary>
    /// <param name="index">Where it stands in the batch.</param>
    /// <param name="rejection">Why.</param>
    public void Add(int index, Rejection rejection)
    {
        if (Count++ >= most && !_further.TryAdd(rejection.Reason, _letters.Count))
        {
            var first = _further[rejection.Reason];
            _letters[first] = _letters[first] with { Messages = _letters[first].Messages + 1 };
            return;
        }

        var letter = batch.Reject(index, rejection);
        _letters.Add(tidy is null ? letter : letter with { Body = tidy(letter.Body) });
    }
}
