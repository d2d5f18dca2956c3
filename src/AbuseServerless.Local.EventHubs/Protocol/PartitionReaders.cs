namespace AbuseServerless.Local.EventHubs.Protocol;

/// <summary>
/// Who reads which partition of which consumer group. A reader with an epoch reads alone: it displaces all others, unless
/// one with a higher epoch reads. The equal epoch wins, for the clients' processors all use zero. Readers without an epoch
/// may be many, and are refused while one with an epoch reads.
/// </summary>
internal sealed class PartitionReaders
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string Hub, string Group, string Partition), List<ConsumerLink>> readers = [];

    /// <summary>Lets the reader in, or says whose epoch bars it.</summary>
    /// <param name="reader">The new reader.</param>
    /// <param name="displaced">Those whom it displaces; the caller detaches them.</param>
    /// <param name="barring">The higher epoch, where the answer is <see langword="false"/>.</param>
    public bool TryEnter(ConsumerLink reader, out IReadOnlyList<ConsumerLink> displaced, out long? barring)
    {
        lock (gate)
        {
            displaced = [];
            var present = Of(reader);
            barring = present.Max(other => other.Epoch);
            if (barring is not null && !(reader.Epoch >= barring))
            {
                return false;
            }

            if (reader.Epoch is not null)
            {
                displaced = [.. present];
                present.Clear();
            }

            present.Add(reader);
            return true;
        }
    }

    public void Leave(ConsumerLink reader)
    {
        lock (gate)
        {
            Of(reader).Remove(reader);
        }
    }

    private List<ConsumerLink> Of(ConsumerLink reader)
    {
        var key = (reader.Hub.Name, reader.ConsumerGroup.ToUpperInvariant(), reader.Partition.Id);
        if (!readers.TryGetValue(key, out var present))
        {
            readers[key] = present = [];
        }

        return present;
    }
}
