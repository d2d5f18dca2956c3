using System.Globalization;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Azure.Suspensions;

/// <summary>Verdicts as a column of a row, such as <c>1-4:FalsePositive 6-9:Abuse</c>.</summary>
internal static class SuspensionVerdictColumn
{
    public static string Write(IReadOnlyList<SuspensionVerdict> verdicts) =>
        string.Join(' ', verdicts.Select(verdict => FormattableString.Invariant($"{verdict.First}-{verdict.Last}:{verdict.Judgement}")));

    /// <summary>Reads it. A judgement of a later version is none that is known here.</summary>
    public static IReadOnlyList<SuspensionVerdict> Read(string? column) => string.IsNullOrEmpty(column) ? [] :
    [
        .. from text in column.Split(' ', StringSplitOptions.RemoveEmptyEntries)
           let parts = text.Split('-', ':')
           where parts.Length == 3 && Enum.TryParse<Judgement>(parts[2], out _)
           select new SuspensionVerdict(int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture), Enum.Parse<Judgement>(parts[2])),
    ];
}
