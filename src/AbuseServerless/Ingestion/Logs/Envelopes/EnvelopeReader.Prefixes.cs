namespace AbuseServerless.Ingestion.Logs.Envelopes;

/// <content>What stands before the time stamp.</content>
public sealed partial class EnvelopeReader
{
    // [TIME] HOST …; [pod/NAME/CONTAINER] … of kubectl logs --prefix; [mail.info] TIME ….
    private LogEntry Bracketed(string line, string? wrapper, int depth)
    {
        var text = line.AsSpan(0, Math.Min(line.Length, MaximumPrefixLength));
        var close = text.IndexOf("] ");
        if (close < 0)
        {
            return Bare(line, wrapper);
        }

        var inner = text[1..close];
        if (inner.StartsWith("pod/") && !inner.Contains(' '))
        {
            return Read(line[(close + 2)..], "kubectl logs", depth + 1);
        }

        if (SyslogTag.IsFacility(inner))
        {
            return Read(line[(close + 2)..], wrapper, depth + 1);
        }

        // kubetail: [POD] or [POD CONTAINER] before a line.
        if (!inner.ContainsAnyExcept(OfPods) && Stamp.TryRead(line.AsSpan(close + 2), out _, out _, out _))
        {
            return Read(line[(close + 2)..], "kubetail", depth + 1);
        }

        if (Stamp.TryRead(inner, out var written, out var notation, out var length) && length == inner.Length && _clock.Read(written) is { } time)
        {
            Written = written;
            return Stamped(line, wrapper, time, notation, line.AsSpan(close + 1), depth);
        }

        return Bare(line, wrapper);
    }

    // LENGTH <22>1 … of RFC 6587; 1 TIME … of RFC 5424 without the priority; a number in front of each line, as cat -n writes it.
    private bool Numbered(string line, string? wrapper, int depth, out LogEntry entry)
    {
        entry = default;
        var digits = line.AsSpan().IndexOfAnyExceptInRange('0', '9');
        if (digits is < 1 or > 9 || line[digits] is not (' ' or '\t'))
        {
            return false;
        }

        var rest = line.AsSpan(digits + 1);
        var isStamped = Stamp.TryRead(rest, out _, out _, out _);
        if (line[digits] == ' ' && isStamped && line[0] == '1' && digits == 1 && Rfc5424(line, wrapper, 2) is { Time: not null } syslog)
        {
            entry = syslog;
            return true;
        }

        if (!isStamped && rest is not ['<', ..])
        {
            return false;
        }

        // YEAR Nov 24 … (FULLDATE of syslog-ng).
        if (digits == 4 && line[4] == ' ' && StampDigits.Number(line.AsSpan(0, 4)) is >= 1990 and <= 2200 and var year && _start.MayBeYear
            && Stamp.TryRead(rest, out var written, out var notation, out var length) && written.Year == 0 && (written with { Year = year }) is { IsValid: true } whole && _clock.Read(whole) is { } time)
        {
            Written = whole;
            entry = Stamped(line, wrapper, time, notation, rest[length..], depth);
            return true;
        }

        _start.CutNumber();
        entry = Read(line[(digits + 1)..], wrapper, depth + 1);
        return true;
    }

    // <22>1 … of RFC 5424, or <22>Nov 24 ….
    private LogEntry Priority(string line, string? wrapper, int depth)
    {
        var end = line.AsSpan(0, Math.Min(line.Length, 5)).IndexOf('>');
        if (end < 2 || line.AsSpan(1, end - 1).ContainsAnyExceptInRange('0', '9'))
        {
            return Bare(line, wrapper);
        }

        return line.AsSpan(end + 1).StartsWith("1 ") && Rfc5424(line, wrapper, end + 3) is { Time: not null } entry ? entry : Read(line[(end + 1)..], wrapper, depth + 1);
    }

    private LogEntry Rfc5424(string line, string? wrapper, int start)
    {
        var text = line.AsSpan(start);
        return Stamp.TryRead(text, out var written, out _, out var length) && _clock.Read(written) is { } time && StructuredHeader.TryRead(line, wrapper, time, text[length..], out var entry) ? entry : Bare(line, wrapper);
    }

    // What stands before the stamp: NAME  | of docker compose, mail.info: of a template, FILE: of grep.
    private LogEntry Prefixed(string line, string? wrapper, int depth)
    {
        var text = line.AsSpan(0, Math.Min(line.Length, MaximumPrefixLength));
        var bar = text.IndexOf('|');
        if (bar > 0 && bar + 1 < line.Length && line[bar + 1] is ' ' or '\u001b' && text[..bar].TrimEnd(' ') is var name && name.Length > 0 && name.Length < bar && !name.ContainsAny(NoContainer))
        {
            // A blank, and a colour's end before or behind it.
            var behind = line[(bar + 1)..];
            var inner = WithoutMarks(behind[0] == ' ' ? behind[1..] : behind);
            return Read(behind[0] != ' ' && inner is [' ', ..] ? inner[1..] : inner, "docker compose", depth + 1);
        }

        if (text.StartsWith("data: {"))
        {
            return Read(line[6..], wrapper, depth + 1);
        }

        var blank = text.IndexOf(' ');
        if (blank > 0 && SyslogTag.IsFacility(text[..blank].TrimEnd(':')) && Stamp.TryRead(line.AsSpan(blank + 1).TrimStart(' '), out _, out _, out _))
        {
            return Read(line[(blank + 1)..].TrimStart(' '), wrapper, depth + 1);
        }

        // stern: POD CONTAINER before a line.
        var second = blank > 0 ? text[(blank + 1)..].IndexOf(' ') : -1;
        if (second > 0 && !text[..(blank + 1 + second)].ContainsAnyExcept(OfPods) && Stamp.TryRead(line.AsSpan(blank + second + 2), out _, out _, out _))
        {
            return Read(line[(blank + second + 2)..], "stern", depth + 1);
        }

        for (var colon = blank >= 0 && text.IndexOf(':') > blank ? -1 : text.IndexOf(':'); colon > 0 && colon + 1 < line.Length;)
        {
            var rest = line.AsSpan(colon + 1);
            if (Stamp.TryRead(rest, out _, out _, out _) || rest is ['{', ..] or ['<', ..])
            {
                return _start.MayCut() ? Read(line[(colon + 1)..], "grep", depth + 1) : Bare(line, wrapper);
            }

            var next = text[(colon + 1)..].IndexOf(':');
            colon = next < 0 || text[(colon + 1)..(colon + 1 + next)].Contains(' ') ? -1 : colon + 1 + next;
        }

        return Bare(line, wrapper);
    }
}
