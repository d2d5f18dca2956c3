using System.Globalization;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Azure.Suspensions;

/// <summary>Verdicts as a column of a row, such as <c>1-4:FalsePositive 6-9:Abuse</c>.</summary>
internal static class SuspensionVerdictColumn
{
    public static string Write(IReadOnlyList<SuspensionVerdict> verdicts) =>
        string.Join(' ', verdicts.Select(verdict => FormattableString.Invariant($"{verdict.First}-{verdict.Last}:{verdict.Judgement}")));

    /// <summary>Reads what can be read: not what is damaged, and no judgement of a later version.</summary>
    public static IReadOnlyList<SuspensionVerdict> Read(string? column) => string.IsNullOrEmpty(column) ? [] :
        [.. column.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(ReadOne).OfType<SuspensionVerdict>()];

    private static SuspensionVerdict? ReadOne(string text) =>
        text.Split('-', ':') is [var first, var last, var judgement]
        && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var from) && int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var to)
        && Enum.TryParse<Judgement>(judgement, out var known)
            ? new SuspensionVerdict(from, to, known)
            : null;
}
