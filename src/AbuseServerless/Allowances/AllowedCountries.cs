using AbuseServerless.Geolocation;

namespace AbuseServerless.Allowances;

/// <summary>Countries as an allowance names them.</summary>
public static class AllowedCountries
{
    /// <summary>Reads codes of ISO 3166-1 alpha-2.</summary>
    /// <param name="codes">Upper case and blanks around a code make no difference.</param>
    /// <returns>Capitals in the order of the alphabet, each once.</returns>
    /// <exception cref="FormatException">There is none, or one of them is no country; the message says which.</exception>
    public static IReadOnlyList<string> Parse(IEnumerable<string?> codes)
    {
        var countries = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var code in codes.Select(code => code?.Trim().ToUpperInvariant()))
        {
            countries.Add(!Place.IsCountry(code) ? throw new FormatException("A country must be two ASCII letters (ISO 3166-1 alpha-2), such as JP.")
                : CountryCode.IsKnown(code!) ? code! : throw new FormatException(CountryCode.FaultOf(code!)));
        }

        return countries.Count > 0 ? [.. countries] : throw new FormatException("An allowance needs at least one country, such as JP. To allow all countries, remove the allowance.");
    }
}
