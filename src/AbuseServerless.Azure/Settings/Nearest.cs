using Quickenshtein;

namespace AbuseServerless.Azure.Settings;

/// <summary>Finds what somebody meant who wrote a name wrong.</summary>
public static class Nearest
{
    private const int LettersForEachSlip = 3;

    /// <summary>
    /// The name that differs least, without regard to case, by insertions, deletions and substitutions; null where each differs by more than a third of its letters, rounded up.
    /// </summary>
    public static string? To(string written, IEnumerable<string> names) => names
        .Select(name => (Name: name, Slips: Slips(written, name)))
        .Where(found => found.Slips <= (found.Name.Length + LettersForEachSlip - 1) / LettersForEachSlip)
        .OrderBy(found => found.Slips)
        .ThenBy(found => found.Name, StringComparer.Ordinal)
        .Select(found => found.Name)
        .FirstOrDefault();

    /// <summary><c> Did you mean NAME?</c> with the nearest name and a space before it; empty where none is near.</summary>
    public static string Hint(string written, IEnumerable<string> names) => To(written, names) is { } name ? $" Did you mean {name}?" : "";

    internal static int Slips(string written, string name) => Levenshtein.GetDistance(written.ToUpperInvariant(), name.ToUpperInvariant());
}
