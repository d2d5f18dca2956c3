namespace AbuseServerless.Local.EventHubs.Storage;

/// <summary>Finds a place in a store by time.</summary>
internal static class Bisection
{
    /// <summary>The sequence number of the first entry accepted later than the given time; the next one where there is none.</summary>
    public static long FirstEnqueuedAfter(IPartitionStore store, long milliseconds)
    {
        var low = store.FirstSequenceNumber;
        var high = store.NextSequenceNumber;
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (store.EnqueuedMilliseconds(middle) > milliseconds)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }
}
