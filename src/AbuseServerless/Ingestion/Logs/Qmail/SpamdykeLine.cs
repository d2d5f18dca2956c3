using System.Text.RegularExpressions;

namespace AbuseServerless.Ingestion.Logs.Qmail;

/// <summary>
/// What spamdyke (4 and 5) says of a recipient of a message: <c>ALLOWED from: … to: … origin_ip: … origin_rdns: … auth: … encryption: … reason: …</c>. <c>auth</c> is the login whose AUTH succeeded, whether
/// the recipient was taken or not, or <c>(unknown)</c>.
/// </summary>
/// <remarks>A client writes the addresses, in quotation marks with blanks too: the last fields of the line are spamdyke's own.</remarks>
internal sealed partial class SpamdykeLine
{
    private const int MaximumLogins = 50_000;

    // A process takes one connection, and its number may come again.
    private static readonly TimeSpan Connection = TimeSpan.FromHours(1);

    private readonly Dictionary<string, DateTimeOffset> _told = new(StringComparer.Ordinal);

    /// <summary>What the line says: the login, once for a connection, and not again where vpopmail, which spamdyke asks, told of it.</summary>
    public LogLine Read(in LogEntry entry)
    {
        var text = entry.Message.Bounded();
        if (!text.Contains(" origin_ip: ", StringComparison.Ordinal) || !text.Contains(" auth: ", StringComparison.Ordinal))
        {
            return IgnoredLine.Instance;
        }

        if (Said().Match(text) is not { Success: true } match)
        {
            return UnreadLine.Instance;
        }

        if (match.Groups["name"].ValueSpan is "(unknown)")
        {
            return IgnoredLine.Instance;
        }

        if (entry.Time is not { } time)
        {
            return MalformedLine.NoTime;
        }

        var read = new AuthLineParts(match.Groups["name"].Value, match.Groups["ip"].Value, true) { Protocol = "smtp", Server = entry.Host.ToString() }.At(time);
        return read is AuthLine login && (IsTold(Key(login), time) || !Tell($"{Key(login)}/{entry.Process}", time)) ? IgnoredLine.Instance : read;
    }

    /// <summary>vpopmail told of a login.</summary>
    public void Hear(AuthLine login)
    {
        Tell(Key(login), login.Event.Time);
        _told[Key(login)] = login.Event.Time;
    }

    private static string Key(AuthLine login) => $"{login.Server}/{login.Event.Address}/{login.Event.Account}";

    private bool IsTold(string key, DateTimeOffset time) => _told.TryGetValue(key, out var told) && time - told < Connection && told - time < Connection;

    private bool Tell(string key, DateTimeOffset time)
    {
        if (IsTold(key, time))
        {
            return false;
        }

        if (_told.Count >= MaximumLogins)
        {
            _told.Clear();
        }

        _told[key] = time;
        return true;
    }

    [GeneratedRegex(
        @"^[A-Z0-9_]+ from: .* to: .* origin_ip: (?<ip>[0-9A-Fa-f.:]+) origin_rdns: \S+ auth: (?<name>\S+) encryption: \S+(?: reason: \S+)?$",
        RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Said();
}
