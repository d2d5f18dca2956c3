using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace AbuseServerless.Quotas;

/// <summary>How much mail those may send who have the plan, and by which thresholds the nets judge them; by whom it was set, why and when.</summary>
public sealed partial record Plan
{
    /// <summary>Makes a plan.</summary>
    /// <param name="name">1 to 64 letters, digits, <c>.</c>, <c>_</c> and <c>-</c>; lower case by the invariant culture.</param>
    /// <exception cref="FormatException">The name is none.</exception>
    public Plan(string name) =>
        Name = ValidName().IsMatch(name) ? name.ToLowerInvariant() : throw new FormatException("A plan name must be 1 to 64 ASCII letters, digits, '.', '_' and '-'.");

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its limits.</summary>
    public QuotaLimits Limits { get; init; } = QuotaLimits.None;

    /// <summary>What Postfix is to do beyond a limit; null for what the gate's settings say.</summary>
    public QuotaAnswer? Answer { get; init; }

    /// <summary>Settings of the nets in place of the installation's, by their names without <c>Nets:</c>, such as <c>Countries:Suspend</c>. Those of <see cref="QuotaLimits"/> are the gates', these the workers'.</summary>
    public ImmutableSortedDictionary<string, string> Nets { get; init; } = NoNets;

    /// <summary>Nothing in place of the installation's settings.</summary>
    public static ImmutableSortedDictionary<string, string> NoNets { get; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Who set it last.</summary>
    public required string By { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset Since { get; init; }

    [GeneratedRegex(@"\A[A-Za-z0-9._-]{1,64}\z")]
    private static partial Regex ValidName();
}
