using AbuseServerless.Accounts;
using AbuseServerless.Queue;

namespace AbuseServerless.Gate.Queue;

/// <summary>Finds the messages of accounts in the queue.</summary>
internal sealed class QueueSearch(AccountAliases aliases)
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
            if (!_known.TryGetValue(id, out var login) || Meant(login, isMeant) is not null)
            {
                var head = queue.Read(file);
                wasRead = head.Arrived is not null;
                login = IMailQueue.LoginOf(head);
                if (Meant(login, isMeant) is { } account)
                {
                    found.Add(new FoundMail(id, account, login!.Value, state, head.Arrived, head.Size));
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
    public IReadOnlyList<FoundMail> OnHold(IMailQueue queue, Func<AccountName, bool> isMeant) =>
    [
        .. from file in queue.OnHold()
           let head = queue.Read(file.Value)
           let login = IMailQueue.LoginOf(head)
           let account = Meant(login, isMeant)
           where account is not null
           select new FoundMail(file.Key, account.Value, login.Value, QueuedMailState.Held, head.Arrived, head.Size),
    ];

    // The account of an alias, or the alias itself: somebody may mean that.
    private AccountName? Meant(AccountName? login, Func<AccountName, bool> isMeant) =>
        login is not { } name ? null : aliases.Of(name) is var account && isMeant(account) ? account : isMeant(name) ? name : null;
}
