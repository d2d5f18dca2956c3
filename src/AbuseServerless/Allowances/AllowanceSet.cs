using AbuseServerless.Accounts;
using AbuseServerless.Geolocation;

namespace AbuseServerless.Allowances;

/// <summary>All allowances, ready to be asked. Does not change.</summary>
public sealed class AllowanceSet
{
    /// <summary>No allowance: every account may be used from everywhere.</summary>
    public static readonly AllowanceSet Empty = new([]);

    private readonly Dictionary<string, ushort[]> _countries;

    /// <summary>Prepares allowances.</summary>
    /// <param name="allowances">Whose each is (<see cref="AllowanceSubject.Value"/>), and its countries; of two of the same subject, the last counts.</param>
    /// <exception cref="ArgumentException">A country is not two ASCII letters.</exception>
    public AllowanceSet(IEnumerable<KeyValuePair<string, string[]>> allowances)
    {
        // Few combinations of countries for many accounts: each is there once.
        var shared = new Dictionary<string, ushort[]>(StringComparer.Ordinal);
        _countries = new Dictionary<string, ushort[]>(StringComparer.Ordinal);
        foreach (var (subject, countries) in allowances)
        {
            var key = string.Concat(countries);
            if (!shared.TryGetValue(key, out var codes))
            {
                shared[key] = codes = Array.ConvertAll(countries, country => Place.Of(country).CountryCode);
            }

            _countries[subject] = codes;
        }
    }

    /// <summary>How many there are.</summary>
    public int Count => _countries.Count;

    /// <summary>Each with its countries, to be kept elsewhere.</summary>
    public IEnumerable<KeyValuePair<string, string[]>> All =>
        _countries.Select(one => KeyValuePair.Create(one.Key, Array.ConvertAll(one.Value, Place.CountryOf)));

    /// <summary>The countries of an account: its own allowance, or else that of its domain; null where it has none.</summary>
    /// <returns>Codes as in <see cref="Place.CountryCode"/>.</returns>
    public IReadOnlyCollection<ushort>? Find(AccountName account)
    {
        if (_countries.Count == 0 || account == default)
        {
            return null;
        }

        if (_countries.TryGetValue(account.Value, out var own))
        {
            return own;
        }

        return account.Value.LastIndexOf('@') is > 0 and var at && _countries.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(account.Value.AsSpan(at), out var ofDomain) ? ofDomain : null;
    }
}
