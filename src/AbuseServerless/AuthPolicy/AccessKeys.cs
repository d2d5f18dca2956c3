using System.Security.Cryptography;
using System.Text;

namespace AbuseServerless.AuthPolicy;

/// <summary>Keys that a request may carry. Without any, none is admitted.</summary>
public sealed class AccessKeys
{
    /// <summary>Name of the header that holds nothing but a key.</summary>
    public const string Header = "X-API-Key";

    private readonly byte[][] _keys;

    /// <summary>Takes the keys.</summary>
    /// <param name="keys">Null and empty ones are left out.</param>
    public AccessKeys(params IEnumerable<string?> keys) =>
        _keys = [.. keys.Where(key => !string.IsNullOrEmpty(key)).Select(key => Encoding.UTF8.GetBytes(key!))];

    /// <summary>Whether there is a key at all.</summary>
    public bool Any => _keys.Length > 0;

    /// <summary>Whether a request carries a key. Takes as long for a wrong key as for the right one of the same length.</summary>
    /// <param name="apiKey">Value of <see cref="Header"/>; null where it is missing.</param>
    /// <param name="authorization">
    /// Value of <c>Authorization</c>: <c>Bearer KEY</c>, with any number of spaces, or <c>Basic</c> with the key as password and any user name; null where it is missing.
    /// </param>
    public bool Admit(string? apiKey, string? authorization) =>
        (apiKey is not null && IsKey(Encoding.UTF8.GetBytes(apiKey.Trim())))
        || (authorization is not null && Given(authorization) is { } given && IsKey(given));

    private static byte[]? Given(string authorization)
    {
        var value = authorization.AsSpan().Trim();
        var space = value.IndexOf(' ');
        if (space < 0)
        {
            return null;
        }

        var scheme = value[..space];
        var rest = value[space..].Trim();
        if (scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
        {
            return Encoding.UTF8.GetBytes(rest.ToString());
        }

        var pair = new byte[rest.Length];
        if (!scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) || !Convert.TryFromBase64Chars(rest, pair, out var length))
        {
            return null;
        }

        var colon = pair.AsSpan(0, length).IndexOf((byte)':');
        return colon < 0 ? null : pair[(colon + 1)..length];
    }

    // All keys are always compared, so that the time tells not which one it was.
    private bool IsKey(ReadOnlySpan<byte> given)
    {
        var found = false;
        foreach (var key in _keys)
        {
            found |= CryptographicOperations.FixedTimeEquals(key, given);
        }

        return found;
    }
}
