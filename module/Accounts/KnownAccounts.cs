using System.Runtime.CompilerServices;
using AbuseServerless.PowerShell.Boundary;

namespace AbuseServerless.PowerShell.Accounts;

/// <summary>Completes accounts that something is remembered of.</summary>
public class KnownAccounts : AccountCompleter
{
    private protected override bool TakesWildcards => true;

    // First those that something was decided about, which is one request; all others are in 64 tables, and some of them may come too late.
    private protected override async IAsyncEnumerable<(string Account, string Note)> ReadAsync(
        ISession session, string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var told = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var suspension in session.ReadSuspensionsAsync(prefix, [], cancellationToken).ConfigureAwait(false))
        {
            told.Add(suspension.Account);
            yield return (suspension.Account, suspension.State.ToString());
        }

        await foreach (var account in session.ReadAccountsAsync(prefix, cancellationToken).ConfigureAwait(false))
        {
            if (told.Add(account.Account))
            {
                yield return (account.Account, Quantity.Of(account.Countries.Length, "country", "countries"));
            }
        }
    }
}
