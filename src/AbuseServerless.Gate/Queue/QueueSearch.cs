using AbuseServerless.Accounts;
using AbuseServerless.Queue;

namespace AbuseServerless.Gate.Queue;

/// <summary>Finds the messages of accounts in the queue.</summary>
internal sealed class QueueSearch
{
    private Dictionary<string, AccountName?> _known = new(StringComparer.Ordinal);

    /// <summary>Forgets what was read.</summary>
    public void Forget() => _known.Clear();

    /// <summary>Messages that wait for delivery.</summary>
    /// <remarks>
    /// What was read once is not read again. A queue id may come back where long ones are not on, so whose message it is, is looked at once more before it is touched.
    /// </remarks>
    public IReadOnlyList<FoundMail> Waiting(IMailQueue queue, Func<AccountName, bool> isMeant)
    {
        var known = new Dictionary<string, AccountName?>(StringComparer.Ordinal);
        var found = new List<FoundMail>();
        foreach (var (id, file, state) in queue.Waiting())
        {
            var wasRead = true;
            if (!_known.TryGetValue(id, out var login) || (login is { } before && isMeant(before)))
            {
                var head = queue.Read(file);
                wasRead = head.Arrived is not null;
                login = IMailQueue.LoginOf(head);
                if (login is { } account && isMeant(account))
                {
                    found.Add(new FoundMail(id, account, state, head.Arrived, head.Size));
                }
            }

            // One that is being written has no login yet; one that had moved on meanwhile was not read.
            if (login is not null || (wasRead && state != QueuedMailState.Incoming))
            {
                known[id] = login;
            }
        }

        _known = known;
        return [.. found.DistinctBy(message => message.Id)];
    }

    /// <summary>Messages on hold, whoever put them there. Each is read.</summary>
    public static IReadOnlyList<FoundMail> OnHold(IMailQueue queue, Func<AccountName, bool> isMeant) =>
    [
        .. from file in queue.OnHold()
           let head = queue.Read(file.Value)
           let login = IMailQueue.LoginOf(head)
           where login is { } account && isMeant(account)
           select new FoundMail(file.Key, login.Value, QueuedMailState.Held, head.Arrived, head.Size),
    ];
}
