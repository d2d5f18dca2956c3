using AbuseServerless.PowerShell.Accounts;
using AbuseServerless.PowerShell.Boundary;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>What the cmdlets share that change queued mail.</summary>
public abstract class ChangeGeoQueueCommand : GeoQueueCommand
{
    private bool _heldByOthers;

    private protected void Change(IEnumerable<string> accounts, GeoQueueAction action, bool heldByOthers, string reason)
    {
        foreach (var account in accounts)
        {
            if (ShouldProcess(Visible.Of(account), Described(action)))
            {
                _heldByOthers = heldByOthers;
                Order(action, account, heldByOthers, reason);
            }
        }
    }

    // Who finds nothing to release or delete may not know of what others hold.
    private protected override void TellIdle(IReadOnlyList<QueueOrder> idle)
    {
        base.TellIdle(idle);
        if (idle.Count == 0 || _heldByOthers || idle[0].Action is not (GeoQueueAction.Release or GeoQueueAction.Delete))
        {
            return;
        }

        foreach (var replies in List(idle.Select(order => order.Account), $"Nothing was there to {Word(idle[0].Action)}: asked what others hold.").GroupBy(reply => reply.Order.Account))
        {
            var held = replies.Sum(reply => reply.Mail.Count(mail => mail.HeldBy == GeoQueueHolder.Other));
            if (held > 0)
            {
                WriteWarning(Warnings.HeldByOthers(replies.Key, Quantity.Of(held, "message"), held == 1));
            }
        }
    }

    private static string Word(GeoQueueAction action) => action == GeoQueueAction.Release ? "release" : "delete";

    private static string Described(GeoQueueAction action) => action == GeoQueueAction.Delete
        ? "Delete queued mail on every mail host, which cannot be undone; Get-GeoQueue shows what is queued"
        : $"{action} queued mail on every mail host";

    private protected override void Tell(QueueReply reply) => WriteObject(new GeoQueueResult
    {
        Account = reply.Order.Account,
        Host = reply.Host,
        Action = reply.Order.Action,
        Messages = reply.Messages,
        Time = reply.Time,
        Command = reply.Order.Id,
    });
}
