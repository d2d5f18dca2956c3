using System.Globalization;
using AbuseServerless.Azure.Ingestion;
using AbuseServerless.Azure.Suspensions;

namespace AbuseServerless.PowerShell.Engine;

/// <summary>Removes dead letters, and records in the audit log who did it, how many and of which kinds.</summary>
internal sealed class DeadLetters(DeadLetterTable table, AuditTable audit, TimeProvider time)
{
    public async Task<int> RemoveAsync(IReadOnlyList<GeoDeadLetter> letters, bool sent, string by, string reason, CancellationToken cancellationToken)
    {
        if (letters.Count == 0)
        {
            return 0;
        }

        var kinds = string.Join(", ", letters.CountBy(letter => letter.Reason).OrderByDescending(kind => kind.Value).Select(kind => string.Create(CultureInfo.InvariantCulture, $"{kind.Key} {kind.Value}")));
        var act = new OperatorAct(
            time.GetUtcNow().ToWholeMilliseconds(),
            sent ? OperatorActKind.DeadLettersSent : OperatorActKind.DeadLettersRemoved,
            by,
            string.Create(CultureInfo.InvariantCulture, $"{letters.Count} dead {(letters.Count == 1 ? "letter" : "letters")} {(sent ? "sent again" : "removed")} ({kinds}): {reason}"));
        await audit.RecordAsync(act, cancellationToken).ConfigureAwait(false);
        return await table.RemoveAsync(letters.Select(letter => (letter.Hub, letter.Partition, letter.SequenceNumber, letter.Enqueued)), cancellationToken).ConfigureAwait(false);
    }
}
