using AbuseServerless.Accounts;

namespace AbuseServerless.Quotas;

/// <summary>All plans and whom they are for, ready to be asked. Does not change.</summary>
public sealed class PlanSet
{
    /// <summary>No plan: nobody has a limit.</summary>
    public static readonly PlanSet Empty = new([], []);

    private readonly Dictionary<AccountName, Plan> _accounts = [];
    private readonly Dictionary<string, (PlanPattern Pattern, Plan Plan)> _domains = new(StringComparer.Ordinal);
    private readonly List<(PlanPattern Pattern, Plan Plan)> _others = [];

    /// <summary>Prepares plans.</summary>
    /// <param name="plans">The plans.</param>
    /// <param name="given">Whom each is for, by its name. A plan that is not there is none.</param>
    public PlanSet(IEnumerable<Plan> plans, IEnumerable<KeyValuePair<PlanPattern, string>> given)
    {
        var byName = plans.ToDictionary(plan => plan.Name, StringComparer.Ordinal);
        foreach (var (pattern, name) in given.OrderBy(one => one.Key))
        {
            if (!byName.TryGetValue(name, out var plan))
            {
                continue;
            }

            if (pattern.IsAccount)
            {
                _accounts[AccountName.Parse(pattern.Value)] = plan;
            }
            else if (pattern.Domain is { } domain)
            {
                _domains[domain] = (pattern, plan);
            }
            else
            {
                _others.Add((pattern, plan));
            }
        }
    }

    /// <summary>Whether nobody has a plan.</summary>
    public bool IsEmpty => _accounts.Count + _domains.Count + _others.Count == 0;

    /// <summary>The plan of an account: its own, or that of the pattern with the most characters that matches; null where none does.</summary>
    public Plan? Find(AccountName account)
    {
        if (_accounts.TryGetValue(account, out var own))
        {
            return own;
        }

        var at = account.Value.LastIndexOf('@');
        (PlanPattern Pattern, Plan Plan)? found = at >= 0 && _domains.TryGetValue(account.Value[(at + 1)..], out var ofDomain) ? ofDomain : null;

        // In the order in which they hold.
        foreach (var other in _others)
        {
            if (found is { } known && known.Pattern < other.Pattern)
            {
                break;
            }

            if (other.Pattern.Matches(account))
            {
                return other.Plan;
            }
        }

        return found?.Plan;
    }
}
