using System.Text.RegularExpressions;

namespace AbuseServerless.Infra.Tests.Kusto;

/// <summary>The words of a query.</summary>
internal sealed partial class Tokens
{
    private readonly List<string> _tokens = [];
    private int _at;

    public Tokens(string query)
    {
        for (var at = 0; at < query.Length;)
        {
            var match = Token().Match(query, at);
            if (!match.Success || match.Index != at)
            {
                throw new KustoException($"Not understood: {query[at..]}");
            }

            at += match.Length;
            if (!string.IsNullOrWhiteSpace(match.Value))
            {
                _tokens.Add(match.Value);
            }
        }
    }

    /// <summary>The next word; empty at the end.</summary>
    public string Next => _at < _tokens.Count ? _tokens[_at] : "";

    /// <summary>Whether an assignment is next: a name and <c>=</c>.</summary>
    public bool IsAssignment => _at + 1 < _tokens.Count && _tokens[_at + 1] == "=" && IsName(Next);

    public static bool IsName(string token) => token.Length > 0 && (char.IsLetter(token[0]) || token[0] == '_');

    public string Take() => _at < _tokens.Count ? _tokens[_at++] : throw new KustoException("The query ends too early.");

    public bool TakeIf(string token)
    {
        var isNext = Next == token;
        _at += isNext ? 1 : 0;
        return isNext;
    }

    public void Expect(string token)
    {
        if (!TakeIf(token))
        {
            throw new KustoException($"'{token}' was expected instead of '{Next}'.");
        }
    }

    public string TakeName() => IsName(Next) ? Take() : throw new KustoException($"A name was expected instead of '{Next}'.");

    [GeneratedRegex("""\s+|"[^"\\]*"|\d+(?:\.\d+)?(?:[dhms]\b)?|\w+|==|!=|>=|<=|[|(),=<>./*+-]""")]
    private static partial Regex Token();
}
