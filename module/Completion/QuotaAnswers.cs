namespace AbuseServerless.PowerShell.Completion;

/// <summary>Completes what Postfix does beyond a limit.</summary>
public sealed class QuotaAnswers : ValueCompleter
{
    private protected override IEnumerable<(string Value, string Note)> Values =>
    [
        ("DEFER_IF_PERMIT", "The client is told to try again later"),
        ("REJECT", "The client is told that it is refused"),
        ("HOLD", "Postfix accepts the message and puts it on hold"),
        ("FILTER transport:destination", "Postfix hands the message to another transport"),
    ];
}
