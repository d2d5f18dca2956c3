using System.Globalization;
using System.Net;
using AbuseServerless.Accounts;
using AbuseServerless.Deliveries;
using AbuseServerless.Ingestion;
using AbuseServerless.Local.Demo;

namespace AbuseServerless.Laboratory.Population;

/// <summary>Writes what mail servers tell of one account: SMTP AUTH requests, and what became of each recipient of its mail.</summary>
internal sealed class Diary(Subject subject, int number, List<Told> told)
{
    // Between AUTH and the first server's answer, and between attempts (Postfix: minimal_backoff_time is 300 s, queue_run_delay 300 s).
    private static readonly TimeSpan Delivery = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Retry = TimeSpan.FromMinutes(10);
    private readonly AccountName _account = AccountName.Parse(subject.Account);
    private int _messages;

    /// <summary>The account.</summary>
    public Subject Subject => subject;

    /// <summary>A failed AUTH.</summary>
    public void Fail(DateTimeOffset time, IPAddress address) => Add(time, address, success: false, recipients: 0);

    /// <summary>A login that sends nothing.</summary>
    public void LogIn(DateTimeOffset time, IPAddress address) => Add(time, address, success: true, recipients: 0);

    /// <summary>A message of the owner's.</summary>
    public void Send(DateTimeOffset time, IPAddress address, int recipients, Correspondence to, ref Dice dice)
    {
        Add(time, address, success: true, recipients);
        Deliver(time, recipients, to, ref dice);
    }

    /// <summary>A message of somebody else's.</summary>
    public void Spam(DateTimeOffset time, IPAddress address, int recipients, Correspondence to, ref Dice dice)
    {
        Intrude(time);
        subject.Spam.Add(time);
        Send(time, address, recipients, to, ref dice);
    }

    /// <summary>Somebody else uses the account from now on.</summary>
    public void Intrude(DateTimeOffset time) => subject.StolenAt = subject.StolenAt is { } earlier && earlier < time ? earlier : time;

    private void Add(DateTimeOffset time, IPAddress address, bool success, int recipients) =>
        told.Add(new Told(time, AuthEventJson.Write(new AuthEvent(time, _account, address, success, recipients), "smtp", "mx1"), IsDelivery: false));

    private void Deliver(DateTimeOffset time, int recipients, Correspondence to, ref Dice dice)
    {
        var queueId = string.Create(CultureInfo.InvariantCulture, $"4L{number:00000}{_messages++:00000}z");
        for (var i = 0; i < recipients; i++)
        {
            // The first domains of the list are the most frequent.
            var draw = dice.Fraction();
            var domain = to.Domains[(int)(to.Domains.Count * draw * draw)];
            var at = time + Delivery + TimeSpan.FromMilliseconds(dice.Below(4_000));
            if (dice.Chance(to.Deferred))
            {
                Add(at, queueId, domain, DeliveryStatus.Deferred, "4.7.0", "421 4.7.0 Try again later");
                at += Retry;
            }

            switch (dice.Fraction())
            {
                case var fate when fate < to.Unknown:
                    Add(at, queueId, domain, DeliveryStatus.Bounced, "5.1.1", "550 5.1.1 The email account that you tried to reach does not exist");
                    break;
                case var fate when fate < to.Unknown + to.Refused:
                    Add(at, queueId, domain, DeliveryStatus.Bounced, "5.7.1", "550 5.7.1 Message rejected as spam");
                    break;
                default:
                    Add(at, queueId, domain, DeliveryStatus.Sent, "2.0.0", "250 2.0.0 OK");
                    break;
            }
        }
    }

    private void Add(DateTimeOffset at, string queueId, string domain, DeliveryStatus status, string dsn, string reply) =>
        told.Add(new Told(at, DeliveryEventJson.Write(new DeliveryEvent(at, queueId, domain, status) { Account = _account, Relay = $"mx.{domain}", Dsn = dsn, Reply = reply }), IsDelivery: true));
}
