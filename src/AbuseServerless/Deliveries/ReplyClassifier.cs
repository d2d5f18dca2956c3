namespace AbuseServerless.Deliveries;

/// <summary>
/// Says why a delivery was deferred or refused. Rules come from reply-rules.json, and before them from a file of the operator's; the class of the first that matches is the answer.
/// </summary>
/// <remarks>
/// Enhanced codes are those of RFC 3463 and of IANA's registry of SMTP enhanced status codes; texts are those that providers send. A code that is as good as none, such as a bare 5.7.1, decides
/// nothing: then the text does.
/// </remarks>
public sealed class ReplyClassifier
{
    private const string Embedded = "reply-rules.json";

    // Its patterns take half a second to build, so that they are built once.
    private static readonly Lazy<ReplyRule[]> Shipped = new(() => [.. Rules(DeliveryFile.ReadEmbedded<WrittenRules>(Embedded), Embedded)]);

    private readonly ReplyRule[] _rules;

    /// <param name="rulesFile">Path of the operator's rules; null or empty for none.</param>
    /// <exception cref="DeliveryFileException">The file cannot be read, or a rule makes no sense; the message names it.</exception>
    public ReplyClassifier(string? rulesFile = null) => _rules =
    [
        .. string.IsNullOrEmpty(rulesFile) ? [] : Rules(DeliveryFile.Read<WrittenRules>(rulesFile), rulesFile),
        .. Shipped.Value,
    ];

    /// <summary>The class of a reply.</summary>
    /// <param name="dsn">The enhanced status code; null where there is none.</param>
    /// <param name="reply">The reply, as it came or with the words that Postfix puts around it; null where there is none.</param>
    public ReplyClass Classify(string? dsn, string? reply)
    {
        var (codes, text) = RemoteReply.Read(dsn, reply);
        foreach (var rule in _rules)
        {
            if (rule.Matches(codes, text))
            {
                return rule.Class;
            }
        }

        return ReplyClass.Other;
    }

    private static IEnumerable<ReplyRule> Rules(WrittenRules file, string name) =>
        file.Rules.Select((rule, index) => ReplyRule.From(rule, $"{name}: rule {index + 1} '{rule.Name}'"));
}
