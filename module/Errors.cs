using System.Management.Automation;
using AbuseServerless.PowerShell.Accounts;
using AbuseServerless.PowerShell.Boundary;

namespace AbuseServerless.PowerShell;

/// <summary>Every error of the module. Ids never change: scripts rely on them.</summary>
internal static class Errors
{
    public static ErrorRecord NotConnected(IEnumerable<string> others) => string.Join(", ", others) is { Length: > 0 } open
        ? Make("NotConnected", ErrorCategory.ConnectionError, null, $"The last attempt to connect failed, so there is no current connection. Still open: {open}.", "Add -Connection with one of these names, or run Connect-GeoAbuse again.")
        : Make("NotConnected", ErrorCategory.ConnectionError, null, "Not connected to an installation.", "Run Connect-GeoAbuse first.");

    public static ErrorRecord ClientIdAlone() => Make(
        "ClientIdAlone", ErrorCategory.InvalidArgument, null, "-ClientId names a user-assigned managed identity and needs -ManagedIdentity.");

    public static ErrorRecord UnknownConnection(string name, IEnumerable<string> known) => Make(
        "ConnectionUnknown", ErrorCategory.ConnectionError, name, $"There is no connection '{name}'; open connections: {string.Join(", ", known.DefaultIfEmpty("none"))}.", "Run Connect-GeoAbuse with -Name first.");

    public static ErrorRecord SuspensionNotFound(string account) => Make(
        "SuspensionNotFound", ErrorCategory.ObjectNotFound, account, $"There is no decision about account '{Visible.Of(account)}': there never was one, or it was removed (see Get-GeoAuditLog).");

    public static ErrorRecord AccountNotFound(string account) => Make(
        "AccountNotFound", ErrorCategory.ObjectNotFound, account, $"No activity is stored for account '{account}'.");

    public static ErrorRecord NotSuspended(string account, GeoSuspension? now) => Make(
        "AccountNotSuspended",
        ErrorCategory.ObjectNotFound,
        account,
        $"Account '{Visible.Of(account)}' is neither watched nor suspended{(now is null ? "" : $" ({now.State} since {now.Since.UtcDateTime:u})")}.{(now is null ? Warnings.WildcardHint(account, "the accounts of Get-GeoSuspension") : "")}");

    public static ErrorRecord AlreadySuspended(string account, GeoSuspension now) => Make(
        "AccountAlreadySuspended",
        ErrorCategory.ResourceExists,
        account,
        $"Account '{account}' has been suspended since {now.Since.UtcDateTime:u} by {now.By}; nothing was changed.",
        "To change its reason or end, use Set-GeoSuspension.");

    public static ErrorRecord AlreadyRecovered(string account, GeoSuspension now) => Make(
        "AccountAlreadyRecovered",
        ErrorCategory.ResourceExists,
        account,
        $"A password change of account '{account}' was recorded within the last ten minutes ({now.State} since {now.Since.UtcDateTime:u} by {now.By}); nothing was changed.");

    public static ErrorRecord ExemptAndWatched() => Make(
        "ExemptAndWatched", ErrorCategory.InvalidArgument, null, "After -PasswordChanged the account is watched: it cannot be exempted as well.");

    public static ErrorRecord NotAmendable(string account, GeoSuspension? now) => Make(
        "SuspensionNotAmendable",
        ErrorCategory.InvalidOperation,
        account,
        now switch
        {
            null => $"There was never a decision about account '{Visible.Of(account)}'.{Warnings.WildcardHint(account, "the accounts of Get-GeoSuspension")}",
            { State: GeoSuspensionState.Watched or GeoSuspensionState.Pending } => $"Account '{account}' has been {now.State} since {now.Since.UtcDateTime:u} and is not suspended.",
            { State: GeoSuspensionState.Historical } => $"Account '{account}' was never suspended: its evidence arrived too late (Historical since {now.Since.UtcDateTime:u}).",
            _ => $"The suspension of account '{account}' ended at {now.Since.UtcDateTime:u}: it has no end to change.",
        });

    public static ErrorRecord StateRowInvalid(string path, string fault) => Make("StateRowInvalid", ErrorCategory.InvalidData, path, Visible.Of(fault), "The other rows are restored. If a later version wrote the backup, update this module.");

    public static ErrorRecord NothingToChange() => Make(
        "NothingToChange", ErrorCategory.InvalidArgument, null, "Nothing to change: give -For, -Until, -Forever, -Reason or -Judgement.");

    public static ErrorRecord SuspensionEndIsPast(DateTimeOffset until) => Make(
        "SuspensionEndPast", ErrorCategory.InvalidArgument, until, $"-Until {until.UtcDateTime:u} is in the past.", "To end a suspension now, use Resume-GeoAccount.");

    public static ErrorRecord ExemptionNotFound(GeoExemptionKind kind, string value) => Make(
        "ExemptionNotFound", ErrorCategory.ObjectNotFound, value, $"There is no exemption of {Word(kind)} '{Visible.Of(value)}'.{Warnings.WildcardHint(value, "the exemptions of Get-GeoExemption")}");

    public static ErrorRecord BadExemption(string parameter, string value, EngineException e) => Make(
        "ExemptionInvalid", ErrorCategory.InvalidArgument, value, $"-{parameter} '{value}': {e.Message}", exception: new FormatException($"-{parameter} '{value}': {e.Message}", e));

    public static ErrorRecord NoDeadLetter(object item) => Make(
        "DeadLetterInvalid", ErrorCategory.InvalidArgument, item, "This is not a dead letter: a dead letter has Enqueued, Reason, Hub, Partition, SequenceNumber and Body. Pipe the output of Get-GeoDeadLetter.");

    public static ErrorRecord DeadNotification(GeoDeadLetter letter) => Make(
        "DeadLetterNotEvent", ErrorCategory.InvalidOperation, letter, $"{letter.Hub} is an undelivered notification, not an event: it cannot be sent again. Remove it with Remove-GeoDeadLetter.");

    public static ErrorRecord DeadLetterUnmended(GeoDeadLetter letter, string fault) => Make(
        "DeadLetterUnmended",
        ErrorCategory.InvalidData,
        letter,
        $"Not sent, because it would be rejected again: {fault} ({letter.Hub}/{letter.Partition}/{letter.SequenceNumber}) Correct its Body, remove it with Remove-GeoDeadLetter, or add -Force.");

    public static ErrorRecord RangeReversed(string first, DateTime from, string last, DateTime to) => Make(
        "RangeReversed", ErrorCategory.InvalidArgument, from, FormattableString.Invariant($"-{first} {from:yyyy-MM-dd HH:mm} is after -{last} {to:yyyy-MM-dd HH:mm}: the range is empty."));

    public static ErrorRecord DateImplausible(string parameter, DateTime date, string why) => Make(
        "DateImplausible", ErrorCategory.InvalidArgument, date, FormattableString.Invariant($"-{parameter} is {date:yyyy-MM-dd}, {why}: was it read in another calendar? Write dates as 2026-11-29."));

    public static ErrorRecord CoversNoAddress(string value) => Make(
        "AddressInvalid", ErrorCategory.InvalidArgument, value, $"-Covers: '{value}' is neither an address nor a network, such as 203.0.113.7 or 203.0.113.0/24.");

    public static ErrorRecord PlanLetsNothingThrough(string plan, IEnumerable<string> patterns) => Make(
        "PlanBroad", ErrorCategory.InvalidOperation, plan, $"Not set: plan '{Visible.Of(plan)}' has a limit of 0, so no account of {string.Join(", ", patterns.Select(Visible.Of))} could send anything.", "If this is intended, add -Force.");

    public static ErrorRecord ProviderNotFound(string provider) => Make(
        "ProviderNotFound", ErrorCategory.ObjectNotFound, provider, $"No deliveries to provider '{provider}' were counted in that time. New deliveries are summarised within the hour.", "Get-GeoDeliveryStat lists the counted providers; new deliveries are summarised within the hour. * and ? are wildcards.");

    public static ErrorRecord UnknownNet(string net, IEnumerable<string> known) => Make(
        "NetUnknown", ErrorCategory.InvalidArgument, net, $"There is no net '{net}'; the nets are {string.Join(", ", known)}.", "* and ? are wildcards.");

    public static ErrorRecord UnknownCountry(string country) => Make(
        "CountryUnknown", ErrorCategory.InvalidArgument, country, $"'{country}' is not a country; use a two-letter code (ISO 3166-1 alpha-2), such as BR or {(country.Equals("UK", StringComparison.OrdinalIgnoreCase) ? "GB, the United Kingdom" : "GB")}.");

    public static ErrorRecord AllowanceNotFound(string account, GeoAllowance? domain) => Make(
        "AllowanceNotFound",
        ErrorCategory.ObjectNotFound,
        account,
        domain is null
            ? $"'{Visible.Of(account)}' has no allowance: it may be used from every country."
            : $"'{Visible.Of(account)}' has no allowance of its own: that of {domain.Account} ({string.Join(", ", domain.Country)}) applies to it.",
        domain is null ? null : "To let this account be used from other countries, give it its own with Add-GeoAllowance.");

    public static ErrorRecord PlanNotFound(string plan) => Make(
        "PlanNotFound", ErrorCategory.ObjectNotFound, plan, $"There is no plan '{Visible.Of(plan)}', or it does not apply to any name in -For.");

    public static ErrorRecord PlanUnknown(string name, IReadOnlyList<GeoPlan> plans) => Make(
        "PlanUnknown",
        ErrorCategory.ObjectNotFound,
        name,
        $"There is no plan '{Visible.Of(name)}'{(plans.Count > 0 ? $" (the plans are {string.Join(", ", plans.Take(10).Select(plan => plan.Name))}{(plans.Count > 10 ? ", …" : "")})" : "")}, and no limit was given for a new one: whoever had it could send without a limit. If this is intended, add -Force.");

    public static ErrorRecord NoPlan(string account) => Make(
        "PlanNotFound", ErrorCategory.ObjectNotFound, account, $"No plan applies to account '{Visible.Of(account)}': it may send without a limit.", "To give all other accounts a plan, use Set-GeoPlan -For '*'.");

    public static ErrorRecord UsageNotFound(string account) => Make(
        "UsageNotFound",
        ErrorCategory.ObjectNotFound,
        account,
        $"No gate has written any usage of account '{Visible.Of(account)}' within a day. Gates count only accounts with a plan, and write their counts within five minutes.");

    public static ErrorRecord NoQueueHelper() => Make(
        "NoQueueHelper", ErrorCategory.ObjectNotFound, null, "No gate with a queue helper has reported within a day, so no host would carry out the order.", "Start abuse-gate-queue on the mail hosts: docs/mail-servers.md, Queued mail.");

    public static ErrorRecord QueueRefused(QueueReply reply) => Make(
        "QueueOrderRefused", ErrorCategory.InvalidOperation, reply.Order.Account, $"{reply.Host} did nothing about the queued mail of account '{Visible.Of(reply.Order.Account)}': {reply.Refusal}.");

    public static ErrorRecord QueueOfSuspended(string account, GeoSuspension suspension) => Make(
        "QueueOfSuspended",
        ErrorCategory.InvalidOperation,
        account,
        $"Account '{Visible.Of(account)}' has been suspended since {suspension.Since.UtcDateTime:u}: released mail would be put on hold again. Run Resume-GeoAccount first; with -FalsePositive, it also releases what the suspension holds.");

    public static ErrorRecord UnknownReason(string reason, IEnumerable<string> known) => Make(
        "ReasonUnknown", ErrorCategory.InvalidArgument, reason, $"No dead letter has the reason '{reason}'; the reasons are {string.Join(", ", known)}.");

    public static ErrorRecord TwoEnds() => Make(
        "ExemptionEndAmbiguous", ErrorCategory.InvalidArgument, null, "-For, -Until and -Forever all set the end of the exemption; give only one.");

    public static ErrorRecord TwoSuspensionEnds() => Make(
        "SuspensionEndAmbiguous", ErrorCategory.InvalidArgument, null, "-For and -Until both set the end of the suspension; give only one.");

    public static ErrorRecord ReasonMissing(string value) => Make(
        "ReasonMissing", ErrorCategory.InvalidArgument, value, $"'{Visible.Of(value)}' was not exempted because no reason was given: add -Reason.");

    public static ErrorRecord TwoExemptEnds() => Make(
        "ExemptionEndAmbiguous", ErrorCategory.InvalidArgument, null, "-ExemptFor and -ExemptUntil both set the end of the exemption; give only one.");

    public static ErrorRecord ExemptionOfOtherClass(GeoExemptionKind kind, GeoExemption standing, string described, bool watchOnly) => Make(
        "ExemptionOfOtherClass",
        ErrorCategory.ResourceExists,
        standing,
        $"{kind} {Visible.Of(standing.Value)} is already exempted ({described}). {(watchOnly ? "A watch-only exemption" : "A full exemption")} would replace it: to do so, add -Force; to keep its class, {(watchOnly ? "leave out -WatchOnly" : "add -WatchOnly")}.");

    public static ErrorRecord ExemptionBroad(GeoExemptionKind kind, string value, string reach) => Make(
        "ExemptionBroad",
        ErrorCategory.InvalidArgument,
        value,
        $"An exemption of {Word(kind)} {value} is broad: {reach}. To add it anyway, add -Force.");

    public static ErrorRecord NoAsnDatabase(string value) => Make(
        "AsnDatabaseMissing",
        ErrorCategory.InvalidOperation,
        value,
        $"This installation has no ASN database, so an exemption of {value} would have no effect. Set Geolocation:AsnDatabase, or exempt its networks.");

    public static ErrorRecord AccountIsPattern(string account) => Make(
        "AccountIsPattern",
        ErrorCategory.InvalidArgument,
        account,
        $"'{Visible.Of(account)}' would be taken as the name of one account, and no account of that name was ever seen. Patterns and domains cannot be exempted: pipe the accounts from Get-GeoAccount, or exempt a network. If it is a name, add -Force.");

    public static ErrorRecord AccountWasSeen(string account) => Make(
        "AccountWasSeen",
        ErrorCategory.InvalidOperation,
        account,
        $"Account '{Visible.Of(account)}' was seen, or a net decided on it, so its record stays. To end its suspension, use Resume-GeoAccount.");

    public static ErrorRecord EndIsPast(DateTimeOffset until) => Make(
        "ExemptionEndPast", ErrorCategory.InvalidArgument, until, $"-Until {until.UtcDateTime:u} is in the past: the exemption would end before it began.");

    public static ErrorRecord TimeZoneInvalid(string zone) => Make(
        "TimeZoneInvalid", ErrorCategory.InvalidArgument, zone, $"-TimeZone '{zone}' is unknown; use a name such as Asia/Tokyo.");

    public static ErrorRecord FileExists(string file) => Make("FileExists", ErrorCategory.ResourceExists, file, $"'{file}' exists, and -NoClobber was given.");

    public static ErrorRecord FileNotWritten(string file, Exception e) => Make("FileNotWritten", ErrorCategory.WriteError, file, e.Message, exception: e);

    public static ErrorRecord BadEvent(object item, string fault) => Make(
        "AuthEventInvalid", ErrorCategory.InvalidData, item, $"Not sent, because it is not a valid AUTH event: {fault}");

    public static ErrorRecord UnknownTimeZone(string zone) => Make(
        "TimeZoneInvalid", ErrorCategory.InvalidArgument, zone, $"This machine does not know the time zone in -TimeZone '{zone}'; use a name such as Asia/Tokyo or UTC.");

    public static ErrorRecord MailLogNotFound(string path, Exception? e) => Make(
        "MailLogNotFound", ErrorCategory.ObjectNotFound, path, e is null ? $"No file matches '{path}'." : $"There is no file '{path}'.", exception: e);

    public static ErrorRecord NoMailLogPiped() => Make(
        "MailLogNotFound", ErrorCategory.ObjectNotFound, null, "No file came through the pipeline.", "To measure stored data, run the command without a pipeline.");

    public static ErrorRecord FileReadOnly(string path) => Make(
        "FileReadOnly", ErrorCategory.PermissionDenied, path, $"The file '{path}' is read-only.", "Use -Force to replace it anyway.");

    public static ErrorRecord PathNotFile(string path) => Make(
        "PathNotFile", ErrorCategory.InvalidArgument, path, $"'{path}' is not the path of a single file in the file system.");

    /// <summary>The errors that the engine reports.</summary>
    public static ErrorRecord Of(EngineException e, object? target)
    {
        var (id, category, advice) = e.Fault switch
        {
            EngineFault.Unavailable => (
                "ServiceUnavailable", ErrorCategory.ResourceUnavailable, "Mail continues, and gates keep refusing the accounts that they know. docs/runbook.md, Emergency, says what to do."),
            EngineFault.Denied => ("AccessDenied", ErrorCategory.PermissionDenied, "Check the key or the roles of the identity."),
            EngineFault.NotFound => ("ResourceNotFound", ErrorCategory.ObjectNotFound, null),
            EngineFault.Refused => ("RequestRefused", ErrorCategory.InvalidOperation, null),
            EngineFault.UnreadableRow => ("RowUnreadable", ErrorCategory.InvalidData, "If a later version wrote it, update this module. Get-GeoSuspension names the row and how to remove it."),
            EngineFault.NoLocalRuntime => ("LocalRuntimeNotRunning", ErrorCategory.ConnectionError, "Start the local runtime first."),
            EngineFault.NoEventHub => (
                "NoEventHub", ErrorCategory.InvalidOperation, "Run Connect-GeoAbuse with -EventHubsConnectionString or -EventHubsNamespace."),
            EngineFault.NotRecognised => ("LogNotRecognised", ErrorCategory.InvalidData, "Check whether docs/sources.md lists the mail server."),
            EngineFault.BadLogFormat => ("LogFormatInvalid", ErrorCategory.InvalidArgument, null),
            EngineFault.BadAddress => ("AddressInvalid", ErrorCategory.InvalidArgument, null),
            EngineFault.NoGeolocation => (
                "GeolocationMissing", ErrorCategory.InvalidArgument, "Give the database files with -Database or -AsnDatabase; to use those of the local runtime, run Connect-GeoAbuse -Local."),
            EngineFault.BadFile => ("FileNotRead", ErrorCategory.ReadError, null),
            EngineFault.BadBackup => ("StateFileInvalid", ErrorCategory.InvalidData, "Nothing was restored. Use a complete file from Export-GeoState."),
            EngineFault.FileNotWritten => ("FileNotWritten", ErrorCategory.WriteError, null),
            EngineFault.BadGrid => ("ThresholdInvalid", ErrorCategory.InvalidArgument, null),
            EngineFault.BadSetting => ("SettingInvalid", ErrorCategory.InvalidArgument, "docs/settings.md lists the settings of the nets."),
            EngineFault.BadExemption => ("ExemptionInvalid", ErrorCategory.InvalidArgument, null),
            EngineFault.BadAllowance => ("AllowanceInvalid", ErrorCategory.InvalidArgument, null),
            EngineFault.BadPlan => ("PlanInvalid", ErrorCategory.InvalidArgument, null),
            EngineFault.BadTimeZone => ("TimeZoneInvalid", ErrorCategory.InvalidArgument, null),
            EngineFault.BadAccount => ("AccountInvalid", ErrorCategory.InvalidArgument, null),
            EngineFault.BadResumeFile => ("ResumeFileInvalid", ErrorCategory.InvalidData, "Another import may be using it. If it is damaged, delete it to import from the beginning."),
            _ => ("EngineFault", ErrorCategory.NotSpecified, (string?)null),
        };
        return Make(id, category, target, e.Message, advice, e);
    }

    /// <summary>Whether the fault is one of the item that was asked for, so that others may succeed.</summary>
    public static bool ConcernsOneItem(EngineException e) => e.Fault is EngineFault.BadAccount or EngineFault.BadExemption or EngineFault.BadAllowance or EngineFault.BadPlan or EngineFault.BadFile or EngineFault.UnreadableRow;

    private static string Word(GeoExemptionKind kind) => kind switch
    {
        GeoExemptionKind.Network => "network",
        GeoExemptionKind.Country => "country",
        GeoExemptionKind.Asn => "autonomous system",
        _ => "account",
    };

    private static ErrorRecord Make(
        string id, ErrorCategory category, object? target, string message, string? advice = null, Exception? exception = null)
    {
        var record = new ErrorRecord(exception ?? new InvalidOperationException(message), id, category, target);
        if (advice is not null)
        {
            record.ErrorDetails = new ErrorDetails(message) { RecommendedAction = advice };
        }

        return record;
    }
}
