using System.Globalization;

namespace AbuseServerless.Laboratory.Running;

/// <summary>The figures that decide: harm to honest accounts, and spam until the stop.</summary>
/// <param name="HonestAccountDays">Days of all honest accounts.</param>
/// <param name="WrongSuspensions">Honest accounts that were suspended.</param>
/// <param name="WrongPerMillion">Wrong suspensions per million account-days.</param>
/// <param name="WatchedHonest">Share of honest accounts that were watched, 0 to 1.</param>
internal sealed record Headline(long HonestAccountDays, int WrongSuspensions, double WrongPerMillion, double WatchedHonest)
{
    /// <summary>Of the results of one run.</summary>
    public static Headline Of(IReadOnlyList<KindResult> results, int days)
    {
        var honest = results.Where(result => !result.IsStolen).ToArray();
        var accounts = honest.Sum(result => result.Accounts);
        var wrong = honest.Sum(result => result.Suspended);
        return new Headline((long)accounts * days, wrong, Math.Round(1e6 * wrong / ((double)accounts * days), 1), Math.Round((double)honest.Sum(result => result.Watched) / accounts, 4));
    }

    /// <summary>The table as Markdown.</summary>
    public IEnumerable<string> Lines(IReadOnlyList<KindResult> results)
    {
        yield return "| attacker | accounts | stopped | watched only | messages until stop, median | p95 | stopped by | watched by |";
        yield return "|---|---|---|---|---|---|---|---|";
        foreach (var result in results.Where(result => result.IsStolen))
        {
            yield return Text($"| {result.Kind} | {result.Accounts} | {(double)result.Suspended / result.Accounts:P0} | {result.Watched} | {result.Messages:N0} | {result.MessagesP95:N0} | {Nets(result.Nets)} | {Nets(result.WatchedBy)} |");
        }

        yield return "";
        yield return "| honest | accounts | suspended | watched | suspended by | watched by |";
        yield return "|---|---|---|---|---|---|";
        foreach (var result in results.Where(result => !result.IsStolen))
        {
            yield return Text($"| {result.Kind} | {result.Accounts} | {result.Suspended} | {result.Watched} | {Nets(result.Nets)} | {Nets(result.WatchedBy)} |");
        }

        yield return "";
        yield return Text($"Wrong suspensions: {WrongSuspensions} in {HonestAccountDays:N0} account-days, {WrongPerMillion:N1} per million. Honest accounts watched: {WatchedHonest:P1}.");
    }

    private static string Nets(IReadOnlyDictionary<string, int> nets) => string.Join(", ", nets.OrderByDescending(net => net.Value).Select(net => Text($"{net.Key} {net.Value}")));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
