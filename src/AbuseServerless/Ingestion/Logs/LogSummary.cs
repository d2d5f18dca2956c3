using System.Globalization;
using System.Net;

namespace AbuseServerless.Ingestion.Logs;

/// <summary>What was understood of a log, in words for the operator's own screen: the examples may hold names.</summary>
public static class LogSummary
{
    // From here on the geolocation is said to be wrong.
    private const double MuchWithoutCountry = 0.2;

    /// <summary>What it is and what it told: one line.</summary>
    public static string Of(LogTally tally)
    {
        ArgumentNullException.ThrowIfNull(tally);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{tally.Found}: {tally.Lines:N0} lines, {tally.Recognised:N0} recognised, {tally.Logins:N0} logins, {tally.Deliveries:N0} deliveries, {tally.NotUnderstood:N0} lines that look like mail were not understood.");
    }

    /// <summary>What is wrong, a line each; none where nothing is.</summary>
    /// <param name="tally">What was read.</param>
    /// <param name="hasCountry">Whether an address has a country; null where nobody can tell.</param>
    public static IEnumerable<string> Warnings(LogTally tally, Func<IPAddress, bool>? hasCountry = null)
    {
        ArgumentNullException.ThrowIfNull(tally);
        if (tally.NotUnderstood > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{tally.NotUnderstood:N0} lines look like mail and were not understood, such as: {tally.Example}");
        }

        if (tally.Uncounted > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"{tally.Uncounted:N0} logins do not count, because their lines do not tell the {tally.Missing}: have the server write it.");
        }

        if (tally.Malformed > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{tally.Malformed:N0} lines should tell of an event and cannot be read (dead letters).");
        }

        if (tally.Damaged > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{tally.Damaged:N0} lines are damaged and were left out.");
        }

        if (tally.OnlyPrivateAddress is { } only)
        {
            yield return $"All logins come from {only}, a private address: a proxy or container gateway stands before the mail server and hides its clients, so that no stolen account can be found. "
                + "Have it hand on their addresses: the PROXY protocol (smtpd_upstream_proxy_protocol, haproxy_trusted_networks), or for Docker \"userland-proxy\": false or network_mode: host.";
        }
        else if (hasCountry is not null && tally.Addresses.Count > 0 && tally.Addresses.Count(address => !hasCountry(address)) is > 0 and var without)
        {
            var share = (double)without / tally.Addresses.Count;
            yield return string.Create(CultureInfo.InvariantCulture, $"{share:P0} of the client addresses ({without:N0} of {tally.Addresses.Count:N0}) have no country and count for nothing.")
                + (share >= MuchWithoutCountry ? " Are they those of a proxy? Are the geolocation databases complete?" : "");
        }

        if (tally.Logins + tally.Deliveries == 0 && tally.Recognised > 0)
        {
            yield return "The log tells of no login and no delivery.";
        }
    }

    /// <summary>Why nothing was recognised; null where something was.</summary>
    /// <param name="tally">What was read.</param>
    /// <param name="format">What the operator said that it is; null where nothing.</param>
    public static string? Nothing(LogTally tally, LogFormat? format)
    {
        ArgumentNullException.ThrowIfNull(tally);
        return tally.Recognised > tally.Malformed || (tally.Recognised > 0 && tally.Malformed == 0) ? null
            : tally.FirstLine is not { } first ? "nothing recognised: there is no line in it."
            : format is not null ? $"nothing recognised as {format.Title}. The first line is: {first}"
            : $"nothing recognised. {Seems(first)} The first line is: {first}";
    }

    private static string Seems(string first) =>
        first.StartsWith("PK", StringComparison.Ordinal) || first.Count(character => character == '·') * 4 > first.Length ? "It seems to be a binary or compressed file that cannot be opened."
        : first.StartsWith('{') || first.StartsWith('[') ? "It seems to be JSON of a kind that no reader knows."
        : first.StartsWith('<') ? "It seems to be XML or a web page."
        : first.Contains(',', StringComparison.Ordinal) && !first.Contains(": ", StringComparison.Ordinal) ? "It seems to be a table (CSV) of a kind that no reader knows."
        : "It seems to be text that no reader knows.";
}
