namespace AbuseServerless.Gate.Following;

/// <summary>Settings of a mail server's log that the gate follows (<c>Gate:Follow:0</c> and so on).</summary>
internal sealed class FollowedLogOptions
{
    /// <summary>Absolute path of the file, or a pattern with <c>*</c> and <c>?</c> in the file name. It need not exist yet. Rotated files are found in the same folder.</summary>
    public string Path { get; set; } = "";

    /// <summary>Instead of a path: what to read from the systemd journal, as for <c>journalctl</c>: matches such as <c>SYSLOG_FACILITY=2</c>, <c>+</c>, and <c>--unit=</c>, <c>--namespace=</c> and <c>--directory=</c>.</summary>
    public string? Journal { get; set; }

    /// <summary>Log format, as in <c>replay --format</c>, or <c>patterns:FILE</c>; <c>auto</c> by default: detected for each line.</summary>
    public string Format { get; set; } = "auto";

    /// <summary>Zone of time stamps without an offset, such as <c>Asia/Tokyo</c>; this machine's zone by default.</summary>
    public string? TimeZone { get; set; }
}
