using AbuseServerless.Accounts;

namespace AbuseServerless.Quotas;

/// <summary>Whom a plan is for: an account, or accounts by a name in which <c>*</c> stands for any characters, also none. <c>*@example.jp</c> is a domain, <c>*</c> everybody.</summary>
public readonly record struct PlanPattern : IComparable<PlanPattern>
{
    private const char Wildcard = '*';

    private readonly string? _value;

    private PlanPattern(string value) => _value = value;

    /// <summary>The pattern in normal form: that of an account's name.</summary>
    public string Value => _value ?? "";

    /// <summary>Whether it names one account.</summary>
    public bool IsAccount => !Value.Contains(Wildcard, StringComparison.Ordinal);

    /// <summary>The domain where it is <c>*@domain</c>; else null.</summary>
    public string? Domain => Value.LastIndexOf(Wildcard) == 0 && Value.LastIndexOf('@') == 1 ? Value[2..] : null;

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="FormatException">It is not an account name, with or without <c>*</c>.</exception>
    public static PlanPattern Parse(string text)
    {
        var name = AccountName.Parse(text).Value;
        while (name.Contains("**", StringComparison.Ordinal))
        {
            name = name.Replace("**", "*", StringComparison.Ordinal);
        }

        return new PlanPattern(name);
    }

    /// <summary>Whether it is for an account.</summary>
    public bool Matches(AccountName account)
    {
        var name = account.Value.AsSpan();
        var parts = Value.Split(Wildcard);
        if (parts.Length == 1)
        {
            return name.SequenceEqual(Value);
        }

        if (name.Length < Literals || !name.StartsWith(parts[0], StringComparison.Ordinal) || !name.EndsWith(parts[^1], StringComparison.Ordinal))
        {
            return false;
        }

        name = name[parts[0].Length..^parts[^1].Length];
        foreach (var part in parts.AsSpan(1..^1))
        {
            var at = name.IndexOf(part, StringComparison.Ordinal);
            if (at < 0)
            {
                return false;
            }

            name = name[(at + part.Length)..];
        }

        return true;
    }

    /// <summary>Which of two holds where both match: the lesser one. An account goes before wildcards, of those the one with more characters beside <c>*</c>.</summary>
    public int CompareTo(PlanPattern other) => (!IsAccount, -Literals, Value).CompareTo((!other.IsAccount, -other.Literals, other.Value));

    /// <inheritdoc/>
    public override string ToString() => Value;

    private int Literals => Value.Length - Value.AsSpan().Count(Wildcard);

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator <(PlanPattern left, PlanPattern right) => left.CompareTo(right) < 0;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator >(PlanPattern left, PlanPattern right) => left.CompareTo(right) > 0;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator <=(PlanPattern left, PlanPattern right) => left.CompareTo(right) <= 0;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator >=(PlanPattern left, PlanPattern right) => left.CompareTo(right) >= 0;
}
