using System.Management.Automation;
using AbuseServerless.PowerShell.Boundary;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Sends dead letters to their hubs again, as they are or mended, and removes them once the hub has taken them.</summary>
[Cmdlet(VerbsCommunications.Send, "GeoDeadLetter", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(GeoDeadLetterTally))]
public sealed class SendGeoDeadLetterCommand : DeadLetterCommand
{
    private const string Notifications = "notifications/", TooLate = "TooLate";

    private readonly Dictionary<string, IEventPublisher> _publishers = new(StringComparer.Ordinal);

    /// <summary>Also sends dead letters that would be rejected again.</summary>
    [Parameter(HelpMessage = "Also sends dead letters that would be rejected again.")]
    public SwitchParameter Force { get; set; }

    private protected override string Doing => "Send dead letter again";

    private protected override ErrorRecord? FaultOf(GeoDeadLetter letter) =>
        letter.Hub.StartsWith(Notifications, StringComparison.Ordinal) ? Errors.DeadNotification(letter)
        : Force ? null
        : Publisher(letter.Hub).FaultOf(letter.Body) is { } fault ? Errors.DeadLetterUnmended(letter, fault)
        : letter.Reason == TooLate ? Errors.DeadLetterUnmended(letter, "it came too late, and would be too late again.")
        : null;

    private protected override void Take(GeoDeadLetter letter) => Wait(letter, cancellationToken => Publisher(letter.Hub).AddAsync(letter.Body, cancellationToken));

    private protected override (int Sent, int Removed) Finish(IReadOnlyList<GeoDeadLetter> letters)
    {
        // Sent before they are removed: what is interrupted between is there twice, and not at all never.
        foreach (var publisher in _publishers.Values)
        {
            Wait(null, publisher.FlushAsync);
        }

        return (letters.Count, Wait(null, cancellationToken => Session.RemoveDeadLettersAsync(letters, true, By, Reason, cancellationToken)));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var publisher in _publishers.Values)
            {
                publisher.DisposeAsync().AsTask().GetAwaiter().GetResult();
            }

            _publishers.Clear();
        }

        base.Dispose(disposing);
    }

    private IEventPublisher Publisher(string hub)
    {
        if (!_publishers.TryGetValue(hub, out var publisher))
        {
            _publishers.Add(hub, publisher = Wait(null, _ => Task.FromResult(Session.OpenPublisher(hub))));
        }

        return publisher;
    }
}
