using System.Text.Json.Serialization;

namespace AbuseServerless.Deliveries;

/// <summary>A rule as a file holds it.</summary>
internal sealed record WrittenRule
{
    /// <summary>Names it in messages.</summary>
    [JsonRequired]
    public string Name { get; init; } = "";

    /// <summary>Name of a <see cref="ReplyClass"/>.</summary>
    [JsonRequired]
    public string Class { get; init; } = "";

    /// <summary>Codes of which the reply must have one, see <see cref="CodeRange"/>; none for any.</summary>
    public IReadOnlyList<string> Codes { get; init; } = [];

    /// <summary>Regular expressions of which one must match; none for any text.</summary>
    public IReadOnlyList<string> Text { get; init; } = [];
}

/// <summary>A file of rules.</summary>
/// <param name="Rules">The rules; the first that matches decides.</param>
internal sealed record WrittenRules(IReadOnlyList<WrittenRule> Rules);
