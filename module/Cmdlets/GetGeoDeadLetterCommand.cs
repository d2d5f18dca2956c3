using System.Management.Automation;
using AbuseServerless.PowerShell.Completion;
using AbuseServerless.PowerShell.Connection;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Gets the messages that could not be read as events, with the reason, the position in the hub and the body.</summary>
[Cmdlet(VerbsCommon.Get, "GeoDeadLetter", SupportsPaging = true)]
[OutputType(typeof(GeoDeadLetter))]
public sealed class GetGeoDeadLetterCommand : ReadingCommand
{
    /// <summary>Only those with these reasons, by name or wildcards; all without it.</summary>
    [Parameter(Position = 0, HelpMessage = "Only those with these reasons, by name or wildcards; all without it.")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DeadLetterReasons))]
    public string[]? Reason { get; set; }

    /// <summary>Only those that the hub took since then, inclusive; all without it.</summary>
    [Parameter(HelpMessage = "Only those that the hub took since then, inclusive. A time without a zone is this machine's.")]
    [Time]
    public DateTime? From { get; set; }

    /// <summary>Only those that the hub took until then, inclusive; of a day without a time, the whole day.</summary>
    [Parameter(HelpMessage = "Only those that the hub took until then, inclusive; of a day without a time, the whole day.")]
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
