namespace AbuseServerless.Allowances;

/// <summary>The countries from which an account, or the accounts of a domain, may be used; who set it, why and when.</summary>
public sealed record Allowance
{
    /// <summary>Makes an allowance.</summary>
    /// <param name="subject">Whose it is.</param>
    /// <param name="countries">Codes of ISO 3166-1 alpha-2, one at least.</param>
    /// <exception cref="FormatException">One of them is no country, or there is none.</exception>
    public Allowance(AllowanceSubject subject, IEnumerable<string?> countries) => (Subject, Countries) = (subject, AllowedCountries.Parse(countries));

    /// <summary>Whose it is.</summary>
    public AllowanceSubject Subject { get; }

    /// <summary>The countries: capitals in the order of the alphabet, each once, never none.</summary>
    public IReadOnlyList<string> Countries { get; }

    /// <summary>Who set it last: an operator, or <c>portal:NAME</c>.</summary>
    public required string By { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Whether another one allows the same, for the same reason.</summary>
    public bool Says(Allowance other) => other.Subject == Subject && other.Reason == Reason && other.Countries.SequenceEqual(Countries, StringComparer.Ordinal);
}
