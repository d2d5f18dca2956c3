using AbuseServerless.PowerShell.Accounts;
using AbuseServerless.PowerShell.Boundary;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>What the cmdlets share that change queued mail.</summary>
public abstract class ChangeGeoQueueCommand : GeoQueueCommand
{
    private protected void Change(IEnumerable<string> accounts, GeoQueueAction action, bool heldByOthers, string reason)
    {
        foreach (var account in accounts)
        {
            if (ShouldProcess(Visible.Of(account), $"{action} queued mail on every mail host"))
            {
                Order(action, account, heldByOthers, reason);
            }
        }
    }

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
