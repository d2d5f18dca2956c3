using System.Globalization;
using System.Management.Automation;
using AbuseServerless.PowerShell.Boundary;
using AbuseServerless.PowerShell.Events;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Sends AUTH events to the hub: objects with the properties of an event, or JSON Lines. All are sent when the command ends.</summary>
[Cmdlet(VerbsCommunications.Send, "GeoAuthEvent")]
[OutputType(typeof(GeoSendResult))]
public sealed class SendGeoAuthEventCommand : GeoCommand
{
    private IEventPublisher? _publisher;
    private BulkProgress? _progress;
    private long _handedOver;
    private long _rejected;
    private bool _isTold;
    private string _hub = "";

    /// <summary>An object or hashtable with time, account, ip, success and, optionally, protocol, server, session, recipients; or JSON, one event per line.</summary>
    [Parameter(
        Mandatory = true,
        Position = 0,
        ValueFromPipeline = true,
        HelpMessage = "An object or hashtable with time, account, ip, success and, optionally, protocol, server, session, recipients; or JSON, one event per line.")]
    [AllowEmptyString]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>Also sends invalid events; the functions write them to the dead-letter table.</summary>
    [Parameter(HelpMessage = "Also sends invalid events; the functions write them to the dead-letter table.")]
    public SwitchParameter NoCheck { get; set; }

    /// <summary>Returns how many events were sent.</summary>
    [Parameter(HelpMessage = "Returns how many events were sent.")]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        var session = Session;
        _hub = session.Connection.EventHub ?? "";
        _progress = new BulkProgress(this, "Sending AUTH events");
        _publisher = Wait(null, _ => Task.FromResult(session.OpenPublisher()));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var item in InputObject)
        {
            foreach (var message in AuthEventText.Of(item))
            {
                Send(message, item);
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        Wait(null, _publisher!.FlushAsync);
        _progress?.End();
        WarnOfTrouble(null);
        _isTold = true;
        Keep(Result(), null);
        WriteVerbose(string.Create(
            CultureInfo.CurrentCulture, $"{Quantity.Of(_handedOver, "event")} sent to hub {Session.Connection.EventHub}, {_rejected:N0} not sent because they are invalid."));
        if (PassThru)
        {
            WriteObject(Result());
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            if (!_isTold && _handedOver > 0)
            {
                var result = Result();
                Keep(result, string.Create(CultureInfo.CurrentCulture, $"Interrupted: {Quantity.Of(result.Sent, "event")} sent, {result.Unsent:N0} not sent."));
            }

            _publisher?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }

        base.Dispose(disposing);
    }

    private protected override void WhileWaiting() => WarnOfTrouble(_publisher?.Trouble);

    private GeoSendResult Result()
    {
        var unsent = _publisher!.Pending;
        return new GeoSendResult(_handedOver - unsent, _rejected, unsent, _hub);
    }

    private void Send(string message, PSObject item)
    {
        if (!NoCheck && _publisher!.FaultOf(message) is { } fault)
        {
            _rejected++;
            WriteError(Errors.BadEvent(item, fault));
            return;
        }

        Wait(item, cancellationToken => _publisher!.AddAsync(message, cancellationToken));
        _progress?.Show(++_handedOver);
    }
}
