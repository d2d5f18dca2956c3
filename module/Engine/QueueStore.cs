using AbuseServerless.Azure.Presence;
using AbuseServerless.Azure.Queue;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.PowerShell.Boundary;
using AbuseServerless.Queue;

namespace AbuseServerless.PowerShell.Engine;

/// <summary>The queued mail of accounts on all mail hosts, as the cmdlets ask for it.</summary>
internal sealed class QueueStore(AuditTable audit, QueueAnswerTable answers, PresenceTable presence, TimeProvider time)
{
    public async Task<QueueOrder> OrderAsync(GeoQueueAction action, string account, bool heldByOthers, string by, string reason, CancellationToken cancellationToken)
    {
        var command = QueueCommand.Of((QueueCommandKind)action, Accounts.Parse(account), time.GetUtcNow().ToWholeMilliseconds(), by, reason) with { HeldByOthers = heldByOthers };
        await audit.RecordAsync(command, cancellationToken).ConfigureAwait(false);
        return new QueueOrder(command.Id, command.Account.Value, action);
    }

    public async Task<IReadOnlyList<QueueReply>> ReadRepliesAsync(IReadOnlyList<QueueOrder> orders, CancellationToken cancellationToken)
    {
        var byId = orders.ToDictionary(order => order.Id, StringComparer.Ordinal);
        return await answers.ReadAsync(byId.Keys.Min(StringComparer.Ordinal)!, byId.Keys.Max(StringComparer.Ordinal)!, cancellationToken)
            .Where(answer => byId.ContainsKey(answer.Answer.Command))
            .Select(answer => Output(byId[answer.Answer.Command], answer))
            .ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<QueueHost>> ReadHostsAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return
        [
            .. from row in await presence.ReadAsync(cancellationToken).ConfigureAwait(false)
               where row.Kind == "gate" && !StatusOutput.IsGone(row, now)
               group row by Host(row.Name) into gates
               orderby gates.Key
               // Of several gates on a host, the helper answers to one.
               let newest = gates.MaxBy(row => (row.QueueHelper ?? DateTimeOffset.MinValue, row.Time))
               select new QueueHost(gates.Key, newest.Time, StatusOutput.IsHere(newest, now), newest.QueueHelper, newest.QueueHelper is { } heard && StatusOutput.IsHere(newest with { Time = heard }, newest.Time), gates.Any(row => row.HoldsWatched == true)),
        ];
    }

    // Of machine and process.
    private static string Host(string name) => name.LastIndexOf(':') is > 0 and var end ? name[..end] : name;

    private static QueueReply Output(QueueOrder order, QueueHostAnswer reply) => new(
        order,
        reply.Host,
        reply.Answer.Time,
        reply.Answer.Messages,
        reply.Answer.Refusal switch
        {
            null => null,
            QueueRefusal.Suspended => "the account is suspended there, and what is released would be put on hold again. Run Resume-GeoAccount first",
            _ => "it has done as many commands to delete within the hour as its setting Queue:MaximumDeletesPerHour allows",
        },
        [
            .. (reply.Answer.Mail ?? []).Select(mail => new GeoQueuedMessage
            {
                Account = order.Account,
                Host = reply.Host,
                QueueId = mail.Id,
                State = (GeoQueueState)mail.State,
                HeldBy = (GeoQueueHolder?)mail.HeldBy,
                Arrived = mail.Arrived,
                Size = mail.Size,
            }),
        ]);
}
