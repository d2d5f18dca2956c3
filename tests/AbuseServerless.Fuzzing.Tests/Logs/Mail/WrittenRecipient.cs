namespace AbuseServerless.Fuzzing.Tests.Logs.Mail;

/// <summary>A recipient, and what may be told of him.</summary>
/// <param name="LocalPart">As the log writes it.</param>
/// <param name="Domain">As the log writes it.</param>
/// <param name="Told">The domain in the notation that is counted.</param>
internal sealed record WrittenRecipient(string LocalPart, string Domain, string Told)
{
    /// <summary>Is in every local part, and in nothing else.</summary>
    public const string Secret = "xqz";

    private static readonly (string Written, string Told)[] Domains =
        [("gmail.com", "gmail.com"), ("GMail.COM", "gmail.com"), ("bücher.example", "xn--bcher-kva.example"), ("[198.51.100.25]", "[198.51.100.25]"), ("a*b", "invalid")];

    private static readonly string[] LocalParts = ["{0}", "{0}.Ünal+tag", "\"{0} a@b> , status=sent (250\"", "\"{0}>, relay=none, dsn=2.0.0, status=sent\""];

    // A piece of a reply, and what is kept of it.
    private static readonly (string Written, string Kept)[] Pieces =
    [
        ("550 5.7.1 no", "550 5.7.1 no"),
        (", status=sent (250 ok)", ", status=sent (250 ok)"),
        ("to=<x@y.example>, relay=none, dsn=2.0.0, status=deferred (x", "to=<…@y.example>, relay=none, dsn=2.0.0, status=deferred (x"),
        ("from=<>, status=expired, returned to sender", "from=<>, status=expired, returned to sender"),
        ("a#012b", "a b"),
        ("山😀\"", "山😀\""),
        ("<{0}@{1}>:", "<…@{1}>:"),
        ("<{0}>", "<…>"),
        ("'{0}'", "'…'"),
        ("({0})", "(…)"),
        ("{0}... unknown", "…... unknown"),
    ];

    /// <summary>The whole address.</summary>
    public string Address => $"{LocalPart}@{Domain}";

    public static WrittenRecipient Any(int number, Random random)
    {
        var (domain, told) = Domains[random.Next(Domains.Length)];
        return new(string.Format(null, LocalParts[random.Next(LocalParts.Length)], $"{Secret}{number}"), domain, told);
    }

    /// <summary>A reply about the recipient, as a server wrote it and as it may be kept.</summary>
    public (string Written, string Kept) Reply(Random random)
    {
        var pieces = Enumerable.Range(0, random.Next(5)).Select(_ => Pieces[random.Next(Pieces.Length)]).ToList();

        // A quoted local part cannot stand without its quotation marks.
        if (LocalPart[0] == '"')
        {
            pieces.RemoveAll(piece => piece.Written.Contains("{0}", StringComparison.Ordinal) && !piece.Written.Contains("{1}", StringComparison.Ordinal));
        }

        return (Join(pieces.Select(piece => piece.Written)), Join(pieces.Select(piece => piece.Kept)));
    }

    private string Join(IEnumerable<string> pieces) => string.Join(' ', [.. pieces.Select(piece => string.Format(null, piece, LocalPart, Domain)), "end"]);
}
