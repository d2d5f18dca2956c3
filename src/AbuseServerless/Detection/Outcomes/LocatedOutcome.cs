using AbuseServerless.Accounts;
using AbuseServerless.Deliveries;
using AbuseServerless.Detection.Account;

namespace AbuseServerless.Detection.Outcomes;

/// <summary>A delivery event with an outcome for its account, and its position in the hub.</summary>
/// <param name="Account">The account that submitted the message.</param>
/// <param name="Time">When, UTC.</param>
/// <param name="Kind">What became of the recipient.</param>
/// <param name="Position">Where the event stands in the hub of delivery events.</param>
public readonly record struct LocatedOutcome(AccountName Account, DateTimeOffset Time, OutcomeKind Kind, EventPosition Position)
{
    /// <summary>Of the recipients that were accepted one in so many is counted, and stands for as many: 8. Nearly all mail is accepted, and each that is counted may write a row.</summary>
    public const int AcceptedStandsFor = 8;

    /// <summary>Whether it counts to watch and not to suspend.</summary>
    public bool IsWatchOnly { get; init; }

    /// <summary>A number of 26 bits that is drawn by the event's position: the same however often the hub delivers it, another one for each event.</summary>
    internal int Number => (int)(Mixed >> 38);

    // SplitMix64 (Steele, Lea and Flood 2014), whose output passes for random whatever goes in.
    private ulong Mixed
    {
        get
        {
            var mixed = (ulong)Position.SequenceNumber * 0x9e3779b97f4a7c15 ^ (ulong)Position.Partition << 48 ^ (ulong)Position.Enqueued.ToUnixTimeMilliseconds();
            mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9;
            mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111eb;
            return mixed ^ mixed >> 31;
        }
    }

    /// <summary>What a delivery says of its account; null where that is nothing.</summary>
    /// <remarks>
    /// A recipient has one final outcome, so that retries count once. Refusals for the reputation of address or domain say something of the operator and of all accounts, full mailboxes, dead domains
    /// and limits something of the recipient: none of them counts, and neither does what is given up after deferrals.
    /// </remarks>
    /// <param name="delivery">The delivery event.</param>
    /// <param name="reply">The class of its reply.</param>
    /// <param name="position">Where it stands in the hub.</param>
    public static LocatedOutcome? Of(DeliveryEvent delivery, ReplyClass reply, EventPosition position)
    {
        OutcomeKind? kind = (delivery.Status, reply) switch
        {
            (DeliveryStatus.Sent, _) => OutcomeKind.Accepted,
            (DeliveryStatus.Bounced, ReplyClass.BadRecipient) => OutcomeKind.Unknown,
            (DeliveryStatus.Bounced, ReplyClass.Content) => OutcomeKind.Unwanted,
            _ => null,
        };
        if (kind is not { } counts || delivery.Account is not { } account)
        {
            return null;
        }

        var outcome = new LocatedOutcome(account, delivery.Time, counts, position);
        return counts == OutcomeKind.Accepted && outcome.Mixed % AcceptedStandsFor != 0 ? null : outcome;
    }
}
