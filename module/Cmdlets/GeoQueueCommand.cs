using System.Management.Automation;
using AbuseServerless.PowerShell.Accounts;
using AbuseServerless.PowerShell.Boundary;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>What the cmdlets share that are about queued mail: they order something for each account, and wait together for what the mail hosts answer.</summary>
public abstract class GeoQueueCommand : OperatorCommand
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.5);

    private readonly List<QueueOrder> _orders = [];
    private IReadOnlyList<QueueHost> _hosts = [];

    /// <summary>How long to wait for mail hosts, such as 2m. Default: 30 seconds.</summary>
    [Parameter(HelpMessage = "How long to wait for mail hosts, such as 2m. Default: 30 seconds.")]
    [Duration]
    [ValidateDuration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _hosts = Wait(null, Session.ReadQueueHostsAsync);
        if (_hosts.All(host => host.Helper is null))
        {
            ThrowTerminatingError(Errors.NoQueueHelper());
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_orders.Count == 0)
        {
            return;
        }

        var replies = Replies(_orders);
        foreach (var reply in _orders.SelectMany(order => replies.Where(reply => reply.Order.Id == order.Id).OrderBy(reply => reply.Host, StringComparer.Ordinal)))
        {
            if (reply.Refusal is not null)
            {
                WriteError(Errors.QueueRefused(reply));
            }
            else
            {
                Tell(reply);
            }
        }

        QueueOrder[] idle = [.. _orders.Where(order => replies.Where(reply => reply.Order.Id == order.Id).All(reply => reply is { Messages: 0, Refusal: null }))];
        TellIdle(idle);

        foreach (var host in _hosts)
        {
            if (Missing(host, replies) is { } missing)
            {
                WriteWarning(missing);
            }
        }
    }

    /// <summary>Puts out what a host answered.</summary>
    private protected abstract void Tell(QueueReply reply);

    /// <summary>Says what an operator may not expect of orders for which no host that answered found a message.</summary>
    private protected virtual void TellIdle(IReadOnlyList<QueueOrder> idle)
    {
        // Who has mail exists, though what the nets remembered of the account may be deleted by now. Wildcards were told of.
        foreach (var account in idle.Select(order => order.Account).Where(account => WildcardHint(account).Length == 0))
        {
            if (Wait(account, cancellationToken => Session.FindAccountAsync(account, cancellationToken)) is null)
            {
                WriteWarning(Warnings.NeverSeen(account, "no mail host that answered has such mail of it"));
            }
        }
    }

    /// <summary>Asks the hosts what they have queued of accounts.</summary>
    private protected IReadOnlyList<QueueReply> List(IEnumerable<string> accounts, string reason)
    {
        QueueOrder[] orders = [.. accounts.Select(account => Wait(account, cancellationToken => Session.OrderQueueAsync(GeoQueueAction.List, account, heldByOthers: false, By, reason, cancellationToken)))];
        return orders.Length == 0 ? [] : Replies(orders);
    }

    /// <summary>Orders something, once for an account.</summary>
    private protected void Order(GeoQueueAction action, string account, bool heldByOthers, string reason)
    {
        var name = AccountPattern.Normalise(account);
        if (WildcardHint(name) is { Length: > 0 } hint)
        {
            WriteWarning($"'{Visible.Of(name)}' was taken as the name of one account.{hint}");
        }

        if (!_orders.Exists(order => order.Account == name))
        {
            ForAccount(name, () => _orders.Add(Wait(name, cancellationToken => Session.OrderQueueAsync(action, name, heldByOthers, By, reason, cancellationToken))));
        }
    }

    private static string WildcardHint(string name) => Warnings.WildcardHint(name, "the accounts of Get-GeoSuspension");

    private IReadOnlyList<QueueReply> Replies(IReadOnlyList<QueueOrder> orders) => Wait(null, cancellationToken => WaitForRepliesAsync(orders, cancellationToken));

    // Those that are not here do it when they are again.
    private async Task<IReadOnlyList<QueueReply>> WaitForRepliesAsync(IReadOnlyList<QueueOrder> orders, CancellationToken cancellationToken)
    {
        var (session, began) = (Session, TimeProvider.System.GetTimestamp());
        while (true)
        {
            var replies = await session.ReadQueueRepliesAsync(orders, cancellationToken).ConfigureAwait(false);
            if (_hosts.Where(host => host is { IsHere: true, IsHelped: true }).All(host => Answered(host, replies) == orders.Count) || TimeProvider.System.GetElapsedTime(began) >= Timeout)
            {
                return replies;
            }

            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
        }
    }

    private string? Missing(QueueHost host, IReadOnlyList<QueueReply> replies)
    {
        if (Answered(host, replies) == _orders.Count)
        {
            return null;
        }

        var what = host switch
        {
            { Helper: null } => $"No queue helper runs on {host.Name}: its queue is unknown.",
            { IsHere: false } => $"The gate on {host.Name} has not reported since {host.Heard.UtcDateTime:u}.",
            { IsHelped: false } => $"The queue helper on {host.Name} has not reported since {host.Helper.Value.UtcDateTime:u}.",
            _ => $"{host.Name} has not answered within {Quantity.Of(Timeout.TotalSeconds, "second")}: check `systemctl status abuse-gate-queue` there.",
        };
        return _orders[0].Action == GeoQueueAction.List || host.Helper is null ? what : $"{what} It carries out the order when it receives it, within a day.";
    }

    private static int Answered(QueueHost host, IReadOnlyList<QueueReply> replies) => replies.Count(reply => reply.Host == host.Name);
}
