using AbuseServerless.Accounts;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Detection;
using AbuseServerless.Detection.Account;

namespace AbuseServerless.Azure.Activity;

/// <summary>A row of what is remembered of accounts.</summary>
/// <param name="Account">The account.</param>
/// <param name="State">Its activity, encoded.</param>
/// <param name="Version">The row's version.</param>
/// <param name="Decision">The gravest decision since the account's last reset.</param>
/// <param name="Historical">The gravest decision on late evidence since then.</param>
public sealed record ActivityRow(AccountName Account, byte[] State, RowVersion Version, Decision? Decision, Decision? Historical)
{
    /// <summary>What is remembered. Null where the row cannot be read, which is counted: one that cannot must not keep a reader from the others.</summary>
    public AccountActivity? Read()
    {
        var activity = new AccountActivity();
        if (ActivityEncoding.TryDecode(State, activity))
        {
            return activity;
        }

        UnreadableMetrics.CountSkipped();
        return null;
    }
}
