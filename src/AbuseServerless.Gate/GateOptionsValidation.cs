using System.Text.RegularExpressions;
using AbuseServerless.AuthPolicy;
using AbuseServerless.Gate.Following;
using AbuseServerless.Gate.Listening;
using AbuseServerless.Ingestion.Logs;
using AbuseServerless.Ingestion.Logs.Patterns;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Gate;

/// <summary>What one setting alone cannot tell.</summary>
internal sealed partial class GateOptionsValidation(IOptions<AuthPolicyOptions> policy) : IValidateOptions<GateOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, GateOptions options)
    {
        List<string> faults = [.. options.Follow.SelectMany((log, i) => Faults(log).Select(fault => $"Setting Gate:Follow:{i}:{fault}"))];
        if (ListenAddress.TryParse(options.Http, out var http) && !http.IsLocal && string.IsNullOrEmpty(policy.Value.Key))
        {
            faults.Add($"Setting Gate:Http is {http}, which other hosts can reach: set AuthPolicy:Key, or listen on 127.0.0.1, [::1] or a unix socket.");
        }

        faults.AddRange(options.Follow.GroupBy(log => log.Journal ?? log.Path).Where(log => log.Count() > 1).Select(log => $"Setting Gate:Follow names {log.Key} twice."));
        return faults.Count > 0 ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
    }

    private static IEnumerable<string> Faults(FollowedLogOptions log)
    {
        if (log.Journal is not null)
        {
            foreach (var word in log.Journal.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => !JournalWord().IsMatch(word)))
            {
                yield return $"Journal '{word}' is not a journalctl match (FIELD=VALUE, +) or one of --unit=, --namespace=, --directory=.";
            }

            if (log.Path.Length > 0)
            {
                yield return "Journal: Path is also set; give each its own entry.";
            }
        }
        else if (!Path.IsPathFullyQualified(log.Path))
        {
            yield return $"Path '{log.Path}' must be an absolute path, such as /var/log/mail.log.";
        }
        else if (Path.GetDirectoryName(log.Path).AsSpan().ContainsAny('*', '?'))
        {
            yield return $"Path '{log.Path}': only the file name may contain * and ?.";
        }

        if (FormatFault(log.Format) is { } fault)
        {
            yield return $"Format {log.Format}: {fault}";
        }

        if (log.TimeZone is not null && !TimeZoneInfo.TryFindSystemTimeZoneById(log.TimeZone, out _))
        {
            yield return $"TimeZone {log.TimeZone} is unknown: use a name such as Asia/Tokyo.";
        }
    }

    [GeneratedRegex("^(?:[A-Z0-9_]+=.+|\\+|--(?:unit|namespace|directory)=.+)$", RegexOptions.CultureInvariant)]
    private static partial Regex JournalWord();

    private static string? FormatFault(string format)
    {
        try
        {
            return format == "auto" || LogFormats.Find(format) is not null ? null : $"unknown; the formats are {LogFormats.Choices}.";
        }
        catch (PatternFileException e)
        {
            return e.Message;
        }
    }
}
