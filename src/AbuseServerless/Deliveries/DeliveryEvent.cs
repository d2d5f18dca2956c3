using System.Net;
using AbuseServerless.Accounts;

namespace AbuseServerless.Deliveries;

/// <summary>One attempt to deliver a message to one recipient, or its final outcome (docs/schemas/delivery-event.schema.json).</summary>
/// <param name="Time">When the attempt ended, UTC.</param>
/// <param name="QueueId">The mail server's queue id.</param>
/// <param name="RecipientDomain">The recipient's domain, lower case, in ASCII form where it is internationalised.</param>
/// <param name="Status">What became of it.</param>
public sealed record DeliveryEvent(DateTimeOffset Time, string QueueId, string RecipientDomain, DeliveryStatus Status)
{
    /// <summary>The longest delay that an event may tell: some 31 years.</summary>
    public const double MaximumDelaySeconds = 1e9;

    /// <summary>The login under which the message was submitted; null where it is not known.</summary>
    public AccountName? Account { get; init; }

    /// <summary>The host that answered, lower case; null where none was reached.</summary>
    public string? Relay { get; init; }

    /// <summary>Its address.</summary>
    public IPAddress? RelayAddress { get; init; }

    /// <summary>Whether the host that answered is a smarthost or relay service of the sender's, and not the recipient's provider.</summary>
    public bool IsRelayed { get; init; }

    /// <summary>The enhanced status code of RFC 3463, such as <c>5.7.1</c>; null where there is none.</summary>
    public string? Dsn { get; init; }

    /// <summary>The remote server's reply, or what the mail server says of it; null where there is none.</summary>
    public string? Reply { get; init; }

    /// <summary>Seconds since the message arrived, 0 to <see cref="MaximumDelaySeconds"/>; null where they are not known, as in a log line that was cut or tells more.</summary>
    public double? DelaySeconds
    {
        get;
        init => field = value is >= 0 and <= MaximumDelaySeconds ? value : null;
    }
}
