namespace AbuseServerless.Ingestion.Logs.Envelopes;

/// <summary>What RFC 5424 has behind the time stamp: <c>HOST APP PROCESS MESSAGEID STRUCTURE [MESSAGE]</c>.</summary>
internal static class StructuredHeader
{
    /// <summary>Reads it; false where the structure does not end.</summary>
    /// <param name="line">The line.</param>
    /// <param name="wrapper">What carried it; null for nothing.</param>
    /// <param name="time">Its time.</param>
    /// <param name="text">What stands behind that.</param>
    /// <param name="entry">The entry.</param>
    public static bool TryRead(string line, string? wrapper, DateTimeOffset time, ReadOnlySpan<char> text, out LogEntry entry)
    {
        entry = default;
        var all = text.TrimStart(' ');
        var at = 0;
        var host = Word(all, ref at);
        var program = Word(all, ref at);
        var process = Word(all, ref at);
        Word(all, ref at);
        if (!SkipStructure(all, ref at))
        {
            return false;
        }

        var message = all[at..].TrimStart(' ').TrimStart('\uFEFF');
        if (program.Length > 0 && message.StartsWith(program) && SyslogTag.TryRead(message, out var again, out _, out var behind) && again.SequenceEqual(program))
        {
            message = behind;
        }

        entry = new LogEntry { Line = line, Time = time, Text = all, Host = host, Program = program, Process = process, Message = SyslogTag.WithoutId(message), Envelope = wrapper ?? "RFC 5424" };
        return true;
    }

    private static ReadOnlySpan<char> Word(ReadOnlySpan<char> text, scoped ref int at)
    {
        var rest = text[at..];
        var end = rest.IndexOf(' ');
        var word = end < 0 ? rest : rest[..end];
        at = end < 0 ? text.Length : at + end + 1;
        return word is "-" ? default : word;
    }

    // - or [id name="value"]…, where a value may hold any character behind a backslash.
    private static bool SkipStructure(ReadOnlySpan<char> text, ref int at)
    {
        if (at < text.Length && text[at] == '-')
        {
            at++;
            return true;
        }

        while (at < text.Length && text[at] == '[')
        {
            var quoted = false;
            for (at++; at < text.Length && (quoted || text[at] != ']'); at++)
            {
                quoted ^= text[at] == '"';
                at += quoted && text[at] == '\\' ? 1 : 0;
            }

            if (++at > text.Length)
            {
                return false;
            }
        }

        return at >= text.Length || text[at] == ' ';
    }
}
