using System.Management.Automation;
using AbuseServerless.PowerShell.Border;

namespace AbuseServerless.PowerShell;

/// <summary>Every error of the module. Its id stays what it is: scripts rely on it.</summary>
internal static class Errors
{
    public static ErrorRecord NotConnected() => Make(
        "NotConnected", ErrorCategory.ConnectionError, null, "Not connected to an installation.", "Run Connect-GeoAbuse first.");

    public static ErrorRecord SuspensionNotFound(string account) => Make(
        "SuspensionNotFound", ErrorCategory.ObjectNotFound, account, $"Nothing was ever decided about account '{account}'.");

    public static ErrorRecord AccountNotFound(string account) => Make(
        "AccountNotFound", ErrorCategory.ObjectNotFound, account, $"Nothing is remembered of account '{account}'.");

    public static ErrorRecord NotSuspended(string account, GeoSuspension? now) => Make(
        "AccountNotSuspended",
        ErrorCategory.ObjectNotFound,
        account,
        $"Account '{account}' is neither watched nor suspended{(now is null ? "" : $" ({now.State} since {now.Since.UtcDateTime:u})")}.");

    public static ErrorRecord AlreadySuspended(string account, GeoSuspension now) => Make(
        "AccountAlreadySuspended",
        ErrorCategory.ResourceExists,
        account,
        $"Account '{account}' is suspended already, since {now.Since.UtcDateTime:u} by {now.By}; nothing was changed.",
        "To give it another reason or end, use Set-GeoSuspension.");

    public static ErrorRecord NotAmendable(string account, GeoSuspension? now) => Make(
        "SuspensionNotAmendable",
        ErrorCategory.InvalidOperation,
        account,
        now switch
        {
            null => $"Nothing was ever decided about account '{account}'.",
            { State: GeoSuspensionState.Watched or GeoSuspensionState.Pending } => $"Account '{account}' is {now.State} since {now.Since.UtcDateTime:u}, and not suspended.",
            _ => $"The suspension of account '{account}' is over since {now.Since.UtcDateTime:u}: it has no end to change.",
        });

    public static ErrorRecord NothingToChange() => Make(
        "NothingToChange", ErrorCategory.InvalidArgument, null, "Nothing is to be changed: give -For, -Until, -Forever, -Reason or -Judgement.");

    public static ErrorRecord SuspensionEndIsPast(DateTimeOffset until) => Make(
        "SuspensionEndPast", ErrorCategory.InvalidArgument, until, $"-Until {until.UtcDateTime:u} is past.", "To end a suspension now, use Resume-GeoAccount.");

    public static ErrorRecord ExemptionNotFound(GeoExemptionKind kind, string value) => Make(
        "ExemptionNotFound", ErrorCategory.ObjectNotFound, value, $"There is no exemption by {Word(kind)} '{value}'.");

    public static ErrorRecord BadExemption(string parameter, string value, EngineException e) => Make(
        "ExemptionInvalid", ErrorCategory.InvalidArgument, value, $"-{parameter} '{value}': {e.Message}", exception: new FormatException($"-{parameter} '{value}': {e.Message}", e));

    public static ErrorRecord RangeReversed(string first, DateTime from, string last, DateTime to) => Make(
        "RangeReversed", ErrorCategory.InvalidArgument, from, FormattableString.Invariant($"-{first} {from:yyyy-MM-dd HH:mm} is after -{last} {to:yyyy-MM-dd HH:mm}: there is no time between."));

    public static ErrorRecord ProviderNotFound(string provider) => Make(
        "ProviderNotFound", ErrorCategory.ObjectNotFound, provider, $"Nothing was counted of provider '{provider}' in that time.", "Get-GeoDeliveryStat lists the providers; * and ? stand for any characters.");

    public static ErrorRecord UnknownCountry(string country) => Make(
        "CountryUnknown", ErrorCategory.InvalidArgument, country, $"'{country}' is no country; one is written in two letters (ISO 3166-1 alpha-2), such as BR or GB.");

    public static ErrorRecord UnknownReason(string reason, IEnumerable<string> known) => Make(
        "ReasonUnknown", ErrorCategory.InvalidArgument, reason, $"No dead letter has the reason '{reason}'; the reasons are {string.Join(", ", known)}.");

    public static ErrorRecord TwoEnds() => Make(
        "ExemptionEndAmbiguous", ErrorCategory.InvalidArgument, null, "-For and -Until both say when the exemption ends; give one of them.");

    public static ErrorRecord EndIsPast(DateTimeOffset until) => Make(
        "ExemptionEndPast", ErrorCategory.InvalidArgument, until, $"-Until {until.UtcDateTime:u} is past: the exemption would be over before it began.");

    public static ErrorRecord TimeZoneInvalid(string zone) => Make(
        "TimeZoneInvalid", ErrorCategory.InvalidArgument, zone, $"-TimeZone '{zone}' is unknown; a zone is written like Asia/Tokyo.");

    public static ErrorRecord FileExists(string file) => Make("FileExists", ErrorCategory.ResourceExists, file, $"'{file}' exists already, and -NoClobber was given.");

    public static ErrorRecord FileNotWritten(string file, Exception e) => Make("FileNotWritten", ErrorCategory.WriteError, file, e.Message, exception: e);

    public static ErrorRecord BadEvent(object item, string fault) => Make(
        "AuthEventInvalid", ErrorCategory.InvalidData, item, $"Not sent, because it is no AUTH event: {fault}");

    public static ErrorRecord UnknownTimeZone(string zone) => Make(
        "TimeZoneInvalid", ErrorCategory.InvalidArgument, zone, $"-TimeZone '{zone}' is no time zone that this machine knows, such as Asia/Tokyo or UTC.");

    public static ErrorRecord MailLogNotFound(string path, Exception e) => Make(
        "MailLogNotFound", ErrorCategory.ObjectNotFound, path, $"There is no file '{path}'.", exception: e);
    public static ErrorRecord FileReadOnly(string path) => Make(
        "FileReadOnly", ErrorCategory.PermissionDenied, path, $"The file '{path}' may only be read.", "Use -Force to replace it all the same.");

    public static ErrorRecord PathNotFile(string path) => Make(
        "PathNotFile", ErrorCategory.InvalidArgument, path, $"'{path}' is no path of one file in the file system.");

    /// <summary>The errors that the engine reports.</summary>
    public static ErrorRecord Of(EngineException e, object? target)
    {
        var (id, category, advice) = e.Fault switch
        {
            EngineFault.Unavailable => ("ServiceUnavailable", ErrorCategory.ResourceUnavailable, null),
            EngineFault.Denied => ("AccessDenied", ErrorCategory.PermissionDenied, "Check the key, or the roles of the identity."),
            EngineFault.NotFound => ("ResourceNotFound", ErrorCategory.ObjectNotFound, null),
            EngineFault.Refused => ("RequestRefused", ErrorCategory.InvalidOperation, null),
            EngineFault.NoLocalRuntime => ("LocalRuntimeNotRunning", ErrorCategory.ConnectionError, "Start the local runtime first."),
            EngineFault.NoEventHub => (
                "NoEventHub", ErrorCategory.InvalidOperation, "Run Connect-GeoAbuse with -EventHubsConnectionString or -EventHubsNamespace."),
            EngineFault.BadAddress => ("AddressInvalid", ErrorCategory.InvalidArgument, null),
            EngineFault.NoGeolocation => (
                "GeolocationMissing", ErrorCategory.InvalidArgument, "Give the database files by -Database or -AsnDatabase; for those of the local runtime, run Connect-GeoAbuse -Local."),
            EngineFault.BadFile => ("FileNotRead", ErrorCategory.ReadError, null),
            EngineFault.BadGrid => ("ThresholdInvalid", ErrorCategory.InvalidArgument, null),
            EngineFault.BadExemption => ("ExemptionInvalid", ErrorCategory.InvalidArgument, null),
            EngineFault.BadTimeZone => ("TimeZoneInvalid", ErrorCategory.InvalidArgument, null),
            EngineFault.BadAccount => ("AccountInvalid", ErrorCategory.InvalidArgument, null),
            EngineFault.BadResumeFile => ("ResumeFileInvalid", ErrorCategory.InvalidData, "Another import may use it; if it is broken, delete it to import from the beginning."),
            _ => ("EngineFault", ErrorCategory.NotSpecified, (string?)null),
        };
        return Make(id, category, target, e.Message, advice, e);
    }

    /// <summary>Whether the fault is one of the item that was asked for, so that others may succeed.</summary>
    public static bool ConcernsOneItem(EngineException e) => e.Fault is EngineFault.BadAccount or EngineFault.BadExemption or EngineFault.BadFile;

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
