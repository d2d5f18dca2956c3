using System.Security.Cryptography;
using System.Text;

namespace AbuseServerless.Local.FunctionsHost.Http;

/// <summary>The keys that open functions which need one.</summary>
/// <param name="keys">None: such functions are closed.</param>
internal sealed class FunctionKeys(IReadOnlyList<string> keys)
{
    private const string Header = "x-functions-key";
    private const string Query = "code";

    private readonly byte[][] _keys = [.. keys.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Whether the request carries a key, in the header or in the query.</summary>
    public bool Admit(HttpRequest request)
    {
        var given = request.Headers[Header].FirstOrDefault() ?? request.Query[Query].FirstOrDefault();
        if (given is null)
        {
            return false;
        }

        var bytes = Encoding.UTF8.GetBytes(given);
        return _keys.Any(key => CryptographicOperations.FixedTimeEquals(key, bytes));
    }
}
