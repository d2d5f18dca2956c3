namespace AbuseServerless.Fuzzing.Tests.Logs.Mail;

/// <summary>The life of a message in Postfix's queue.</summary>
internal sealed class MailStory
{
    private const int MaximumRecipients = 4;
    private const int MaximumAttempts = 9;

    private static readonly (string Agent, bool Counts)[] Agents =
        [("smtp", true), ("relay/smtp", true), ("error", true), ("local", false), ("virtual", false), ("lmtp", false), ("pipe", false), ("discard", false)];

    private static readonly (string Written, string Told)[] Relays =
    [
        ("none", "- -"), ("MX.example[192.0.2.1]:25", "mx.example 192.0.2.1"), ("mx6.example[2001:db8::25]:25, conn_use=2", "mx6.example 2001:db8::25"),
        ("relay.example[198.51.100.25]:2525", "relay.example 198.51.100.25"),
    ];

    private static readonly (string Written, string Told)[] Logins = [("Alice@Example.JP", "alice@example.jp"), ("a b", "a b"), ("bob, sasl_sender=from=<>", "bob"), ("Ünal", "ünal")];
    private static readonly string[] Senders = ["alice@example.jp", "\">, status=expired, returned to sender\"@y.example", "\"x>, size=1, nrcpt=1 (queue active)\"@y.example"];

    private readonly string _host;
    private readonly string _instance;
    private readonly string _id;
    private readonly Random _random;
    private readonly List<WrittenLine> _lines = [];
    private readonly Dictionary<WrittenRecipient, string> _open = [];
    private string _account = "-";
    private bool _isBounce;

    /// <param name="host">The machine.</param>
    /// <param name="instance">The Postfix on it.</param>
    /// <param name="id">The queue id.</param>
    /// <param name="isFirst">Whether no other message had the id, so that the log may begin in the middle of the story.</param>
    /// <param name="random">Decides what happens.</param>
    public MailStory(string host, string instance, string id, bool isFirst, Random random)
    {
        (_host, _instance, _id, _random) = (host, instance, id, random);
        Begin(isFirst);
        var recipients = Enumerable.Range(0, random.Next(1, MaximumRecipients)).Select(number => WrittenRecipient.Any(number, random)).ToList();
        for (var attempts = random.Next(MaximumAttempts); attempts > 0 && recipients.Count > 0; attempts--)
        {
            Attempt(recipients, recipients[random.Next(recipients.Count)]);
        }

        End();
    }

    public IReadOnlyList<WrittenLine> Lines => _lines;

    private void Begin(bool isFirst)
    {
        var (login, account) = Logins[_random.Next(Logins.Length)];
        switch (_random.Next(isFirst ? 5 : 4))
        {
            case 0 or 1:
                _account = account;
                Add("submission/smtpd", $"client=unknown[81.2.69.142], sasl_method=PLAIN, sasl_username={login}", $"auth {_host} {account} 81.2.69.142 True");
                break;
            case 2:
                Add("smtpd", "client=mx.example[192.0.2.9]");
                break;
            case 3:
                Add("pickup", "uid=0 from=<root>");
                break;
        }

        Add("cleanup", "message-id=<removed@to=.example>");
        _isBounce = _random.Next(5) == 0;
        Queue();
    }

    // Said again at each attempt.
    private void Queue() => Add("qmgr", $"from=<{(_isBounce ? "" : Senders[_random.Next(Senders.Length)])}>, size=504, nrcpt=3 (queue active)");

    private void Attempt(List<WrittenRecipient> recipients, WrittenRecipient recipient)
    {
        if (_random.Next(3) == 0)
        {
            Queue();
        }

        var (agent, counts) = Agents[_random.Next(Agents.Length)];
        var (relay, toldRelay) = Relays[_random.Next(Relays.Length)];
        var (reply, keptReply) = recipient.Reply(_random);
        var (status, told) = _random.Next(5) switch { 0 => ("sent", "sent"), 1 => ("bounced", "bounced"), 2 => ("SOFTBOUNCE", "deferred"), _ => ("deferred", "deferred") };
        var dsn = told switch { "sent" => "2.0.0", "bounced" => "5.1.1", _ => "4.7.0" };
        if (_random.Next(8) == 0)
        {
            // A content filter, or a probe of the address.
            (relay, status) = _random.Next(2) == 0 ? ($"127.0.0.1[127.0.0.1]:{(_random.Next(2) == 0 ? 10024 : 2525)}", status) : (relay, "undeliverable");
            counts = false;
        }

        var origin = _random.Next(4) == 0 ? $", orig_to=<{WrittenRecipient.Secret}>" : "";
        var message = $"to=<{recipient.Address}>{origin}, relay={relay}, delay=1.5, delays=0/0/1/0.5, dsn={dsn}, status={status} ({reply})";
        if (!counts || _isBounce)
        {
            Add(agent, message);
            return;
        }

        Add(agent, message, Event(recipient, told, toldRelay, dsn, "1.5", keptReply));
        if (told == "deferred")
        {
            _open[recipient] = Event(recipient, "expired", toldRelay, dsn, "-", keptReply);
        }
        else
        {
            _open.Remove(recipient);
            recipients.Remove(recipient);
        }
    }

    private void End()
    {
        var ends = _random.Next(4);
        if (ends >= 2)
        {
            Add("qmgr", $"from=<{(_isBounce ? "" : "a@b")}>, status={(ends == 2 ? "" : "force-")}expired, returned to sender", [.. _open.Values]);
        }

        if (ends != 0)
        {
            Add("qmgr", "removed");
        }
    }

    private void Add(string program, string message, params IReadOnlyList<string> events) => _lines.Add(new(_host, $"{_instance}/{program}", $"{_id}: {message}", events));

    private string Event(WrittenRecipient recipient, string status, string relay, string dsn, string delay, string reply) =>
        $"{status} {_id} {_account} {recipient.Told} {relay} {dsn} {delay} {reply}";
}
