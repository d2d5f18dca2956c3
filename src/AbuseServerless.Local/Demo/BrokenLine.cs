namespace AbuseServerless.Local.Demo;

/// <summary>Lines as a broken shipper sends them; each has another fault than the one before.</summary>
internal static class BrokenLine
{
    private const string Time = "\"time\":\"2019-01-01T00:00:00Z\"";

    /// <summary>A line that no reader accepts.</summary>
    /// <param name="number">From 0.</param>
    /// <param name="line">A good line, some of which are cut off in the middle.</param>
    public static string Make(int number, string line) => (number % 6) switch
    {
        0 => line[..(line.Length / 2)],
        1 => $$"""{{{Time}},"ip":"192.0.2.1","success":true}""",
        2 => $$"""{{{Time}},"account":"nobody@example.jp","ip":"unknown","success":true}""",
        3 => """{"account":"nobody@example.jp","ip":"192.0.2.1","success":true}""",
        4 => "Jan  1 00:00:00 mx1 postfix/smtpd[1]: this is no JSON",
        _ => $$"""{{{Time}},"account":"nobody@example.jp","ip":"192.0.2.1","success":"yes"}""",
    };
}
