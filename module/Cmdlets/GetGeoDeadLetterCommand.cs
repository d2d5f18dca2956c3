using System.Management.Automation;
using AbuseServerless.PowerShell.Completion;
using AbuseServerless.PowerShell.Connection;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Gets the messages that could not be read as events, with the reason, the position in the hub and the body.</summary>
[Cmdlet(VerbsCommon.Get, "GeoDeadLetter", SupportsPaging = true)]
[OutputType(typeof(GeoDeadLetter))]
public sealed class GetGeoDeadLetterCommand : ReadingCommand
{
    /// <summary>Only dead letters with these reasons; names or wildcards. Default: all.</summary>
    [Parameter(Position = 0, HelpMessage = "Only dead letters with these reasons; names or wildcards. Default: all.")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DeadLetterReasons))]
    public string[]? Reason { get; set; }

    /// <summary>Only messages that the event hub received at or after this time. A time without a zone is in this machine's zone.</summary>
    [Parameter(HelpMessage = "Only messages that the event hub received at or after this time. A time without a zone is in this machine's zone.")]
    [Time]
    public DateTime? From { get; set; }

    /// <summary>Only messages that the event hub received at or before this time. A date without a time includes the whole day.</summary>
    [Parameter(HelpMessage = "Only messages that the event hub received at or before this time. A date without a time includes the whole day.")]
    [Time]
    public DateTime? To { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        _ = Session;
        var time = TimeRange.Of(From, To, out var error);
        if (error is not null)
        {
            ThrowTerminatingError(error);
        }

        var known = EngineContext.Engine.DeadLetterReasons;
        var patterns = (Reason ?? ["*"]).Select(reason => new WildcardPattern(reason, WildcardOptions.IgnoreCase)).ToList();
        foreach (var unknown in (Reason ?? []).Where((reason, i) => !WildcardPattern.ContainsWildcardCharacters(reason) && !known.Any(patterns[i].IsMatch)))
        {
            ThrowTerminatingError(Errors.UnknownReason(unknown, known));
        }

        Page.Begin(this).Write(Stream(null, cancellationToken => Session.ReadDeadLettersAsync(time!, cancellationToken))
            .Where(letter => patterns.Exists(pattern => pattern.IsMatch(letter.Reason))));
    }
}
