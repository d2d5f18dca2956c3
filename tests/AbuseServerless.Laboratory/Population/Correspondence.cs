namespace AbuseServerless.Laboratory.Population;

/// <summary>To whom an account writes, and what becomes of it.</summary>
/// <param name="Domains">Domains of recipients, the most frequent first.</param>
/// <param name="Unknown">Share of recipients that do not exist, 0 to 1.</param>
/// <param name="Refused">Share of recipients whose server refuses for spam or reputation, 0 to 1.</param>
/// <param name="Deferred">Share of recipients that a server puts off first, 0 to 1; they are tried again ten minutes later.</param>
internal sealed record Correspondence(IReadOnlyList<string> Domains, double Unknown, double Refused, double Deferred)
{
    private static readonly string[] Large =
        ["gmail.com", "docomo.ne.jp", "yahoo.co.jp", "outlook.com", "ezweb.ne.jp", "icloud.com", "softbank.ne.jp", "ocn.ne.jp", "nifty.com", "hotmail.com"];

    /// <summary>
    /// A person's mail. Guess: 0.8 % of recipients are misspelt or gone, 0.3 % are refused as spam, 1 % are put off; mail between people bounces at 0.5 to 2 % by what bulk senders publish of
    /// well-kept lists.
    /// </summary>
    public static Correspondence Personal { get; } = new([.. Large, "example-friends.jp", "example-school.ac.jp"], 0.008, 0.003, 0.01);

    /// <summary>A newsletter with a clean list: 0.4 % unknown (guess; senders' guides ask for less than 2 %), many domains.</summary>
    public static Correspondence Newsletter { get; } = new([.. Large, .. Companies(400)], 0.004, 0.002, 0.03);

    /// <summary>A list that was not cleaned for a year or two: 2.5 % unknown (guess).</summary>
    public static Correspondence OldList { get; } = new([.. Large, .. Companies(60)], 0.025, 0.003, 0.02);

    /// <summary>A machine's own reports to one or two addresses.</summary>
    public static Correspondence Machine { get; } = new(["example-operations.jp"], 0, 0, 0.005);

    /// <summary>Answers to whoever wrote, forged senders included: one in eight does not exist (guess), but few a day.</summary>
    public static Correspondence AutoReplies { get; } = new([.. Large, .. Companies(40)], 0.12, 0.01, 0.02);

    /// <summary>What a forwarder hands on: some of it is spam, and is refused (guess: 4 %), to one or two addresses that exist.</summary>
    public static Correspondence Forwarded { get; } = new(["gmail.com"], 0, 0.04, 0.03);

    /// <summary>A bought or harvested list: 12 % unknown, 6 % refused as spam (guess; practitioners report 10 to 30 % of unknown addresses in such lists).</summary>
    public static Correspondence SpamList { get; } = new([.. Large, "aol.com", "web.de", "gmx.de", "mail.ru", "free.fr", "libero.it", .. Companies(800)], 0.12, 0.06, 0.08);

    /// <summary>A list that was checked before: 3 % unknown, 5 % refused as spam (guess).</summary>
    public static Correspondence CheckedSpamList { get; } = SpamList with { Unknown = 0.03, Refused = 0.05 };

    private static IEnumerable<string> Companies(int count) => Enumerable.Range(0, count).Select(i => $"company{i:000}.example");
}
