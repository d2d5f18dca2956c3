namespace AbuseServerless.Gate.Following;

/// <summary>Settings of a mail server's log that the gate follows (<c>Gate:Follow:0</c> and so on).</summary>
internal sealed class FollowedLogOptions
{
    /// <summary>The file, absolute, or a pattern with <c>*</c> and <c>?</c> in its name. It need not be there yet. What rotation makes of it is found beside it.</summary>
    public string Path { get; set; } = "";

    /// <summary>In place of a path: what is taken of the journal of systemd, as <c>journalctl</c> has it: matches such as <c>SYSLOG_FACILITY=2</c>, <c>+</c>, and <c>--unit=</c>, <c>--namespace=</c> and <c>--directory=</c>.</summary>
    public string? Journal { get; set; }

    /// <summary>Kind of log, as <c>replay --format</c> has it, or <c>patterns:FILE</c>; <c>auto</c> by default: found from each line.</summary>
    public string Format { get; set; } = "auto";

    /// <summary>Zone of times without an offset, such as <c>Asia/Tokyo</c>; this machine's by default.</summary>
    public string? TimeZone { get; set; }
}
