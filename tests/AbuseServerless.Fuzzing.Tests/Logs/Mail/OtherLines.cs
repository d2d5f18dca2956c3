namespace AbuseServerless.Fuzzing.Tests.Logs.Mail;

/// <summary>Lines that tell of no message: failed logins, and what other programs say.</summary>
internal static class OtherLines
{
    // What a client typed, and the account that it names; null where it names none.
    private static readonly (string Typed, string? Account)[] Names =
    [
        ("alice@example.jp", "alice@example.jp"),
        ("Ünal@Bücher.Example", "ünal@bücher.example"),
        ("a, sasl_username=b", "a, sasl_username=b"),
        ("4jYpkm1kQvz1: to=<x@y.example>, relay=none, dsn=2.0.0, status=sent (250 ok)", "4jypkm1kqvz1: to=<x@y.example>, relay=none, dsn=2.0.0, status=sent (250 ok)"),
        ("postfix/smtp[1]: AAAAAA: client=x[192.0.2.1], sasl_method=PLAIN, sasl_username=eve", "postfix/smtp[1]: aaaaaa: client=x[192.0.2.1], sasl_method=plain, sasl_username=eve"),
        ("(unavailable)", null),
        ("  ", null),
    ];

    private static readonly (string Tag, string Message)[] Noise =
    [
        ("postfix/smtpd", "NOQUEUE: reject: RCPT from unknown[198.51.100.77]: 554 5.7.1 <xqz0@gmail.com>: Relay access denied; from=<a@b> to=<xqz0@gmail.com> proto=ESMTP helo=<94C43B60120: removed>"),
        ("postfix/smtpd", "connect from unknown[198.51.100.77]"),
        ("postfix/smtp", "connect to mx.example[192.0.2.1]:25: Connection refused"),
        ("postfix/bounce", "94C43B60121: sender non-delivery notification: A6128B6014C"),
        ("postfix/cleanup", "94C43B60121: warning: header Subject: to=<xqz0@gmail.com>, relay=none, dsn=2.0.0, status=sent (250 ok) from local; from=<a@b>"),
        ("dovecot", "94C43B60121: to=<xqz0@gmail.com>, relay=none, delay=0, delays=0/0/0/0, dsn=2.0.0, status=sent (250 ok)"),
        ("kernel", "\u001b[31m山😀"),
        ("postfix/smtp", ""),
    ];

    public static WrittenLine Any(string host, Random random)
    {
        if (random.Next(2) == 0)
        {
            var (tag, message) = Noise[random.Next(Noise.Length)];
            return new(host, tag, message);
        }

        var (typed, account) = Names[random.Next(Names.Length)];
        var line = $"warning: unknown[198.51.100.77]: SASL LOGIN authentication failed: (reason unavailable), sasl_username={typed}";
        return account is null ? new(host, "postfix/submission/smtpd", line) : new(host, "postfix/submission/smtpd", line, $"auth {host} {account} 198.51.100.77 False");
    }
}
