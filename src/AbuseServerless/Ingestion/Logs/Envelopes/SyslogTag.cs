using System.Buffers;

namespace AbuseServerless.Ingestion.Logs.Envelopes;

/// <summary>The tag of a line of syslog: <c>PROGRAM[PROCESS]: MESSAGE</c>.</summary>
internal static class SyslogTag
{
    private static readonly SearchValues<char> End = SearchValues.Create(" :[");
    private static readonly SearchValues<char> NoProgram = SearchValues.Create("\"',;=<>{}|");

    /// <summary>Reads it.</summary>
    /// <param name="text">What stands behind time and host.</param>
    /// <param name="program">The program.</param>
    /// <param name="process">The number of its process; empty where there is none.</param>
    /// <param name="message">What it said.</param>
    /// <returns>False where there is no tag.</returns>
    public static bool TryRead(ReadOnlySpan<char> text, out ReadOnlySpan<char> program, out ReadOnlySpan<char> process, out ReadOnlySpan<char> message)
    {
        program = default;
        process = default;
        message = default;
        var end = text.IndexOfAny(End);
        if (end < 1 || text[end] == ' ')
        {
            return false;
        }

        program = text[..end];
        if (program.ContainsAny(NoProgram))
        {
            return false;
        }

        if (text[end] == '[')
        {
            var close = text[end..].IndexOf(']');
            if (close < 2 || end + close + 1 >= text.Length || text[end + close + 1] != ':')
            {
                return false;
            }

            process = text.Slice(end + 1, close - 1);
            end += close + 1;
        }

        message = text[(end + 1)..];
        message = WithoutId(message is [' ' or '\t', ..] ? message[1..] : message);
        return true;
    }

    /// <summary>The message without <c>[ID 197553 mail.info]</c>, which Solaris puts before it.</summary>
    public static ReadOnlySpan<char> WithoutId(ReadOnlySpan<char> message) =>
        message.StartsWith("[ID ") && message.IndexOf("] ") is > 0 and < 40 and var end && message[..end].LastIndexOf(' ') is var blank && IsFacility(message[(blank + 1)..end]) ? message[(end + 2)..] : message;

    /// <summary>Whether a word is <c>mail.info</c> or <c>auth.notice</c> and the like; <c>mail:info</c> on AIX.</summary>
    public static bool IsFacility(ReadOnlySpan<char> word)
    {
        var dot = word.IndexOfAny('.', ':');
        return dot > 2 && word[..dot] is "mail" or "auth" or "authpriv" or "daemon" or "user" or "syslog" or "kern" or "local0" or "local1" or "local2" or "local3" or "local4" or "local5" or "local6" or "local7"
            && word[(dot + 1)..] is "emerg" or "alert" or "crit" or "err" or "error" or "warn" or "warning" or "notice" or "info" or "debug" or "panic";
    }
}
