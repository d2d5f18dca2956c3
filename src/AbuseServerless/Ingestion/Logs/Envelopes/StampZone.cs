using System.Buffers;
using static AbuseServerless.Ingestion.Logs.Envelopes.StampDigits;

namespace AbuseServerless.Ingestion.Logs.Envelopes;

/// <summary>Zones of time stamps: offsets and abbreviations.</summary>
internal static class StampZone
{
    private static readonly SearchValues<char> ZoneCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-:");

    // Abbreviations that stand for one offset, wherever mail servers are; journalctl -o short-full writes one behind the time.
    private static readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Zones = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["UTC"] = 0,
        ["GMT"] = 0,
        ["Z"] = 0,
        ["WET"] = 0,
        ["WEST"] = 60,
        ["BST"] = 60,
        ["CET"] = 60,
        ["CEST"] = 120,
        ["EET"] = 120,
        ["EEST"] = 180,
        ["MSK"] = 180,
        ["JST"] = 540,
        ["KST"] = 540,
        ["HKT"] = 480,
        ["PKT"] = 300,
        ["WIB"] = 420,
        ["AWST"] = 480,
        ["ACST"] = 570,
        ["ACDT"] = 630,
        ["AEST"] = 600,
        ["AEDT"] = 660,
        ["NZST"] = 720,
        ["NZDT"] = 780,
        ["EST"] = -300,
        ["EDT"] = -240,
        ["CDT"] = -300,
        ["MST"] = -420,
        ["MDT"] = -360,
        ["PST"] = -480,
        ["PDT"] = -420,
        ["SAST"] = 120,
        ["EAT"] = 180,
        ["CAT"] = 120,
        ["WAT"] = 60,
        ["SGT"] = 480,
        ["NST"] = -210,
        ["NDT"] = -150,
        ["ADT"] = -180,
        ["AKST"] = -540,
        ["AKDT"] = -480,
        ["HST"] = -600,
        ["WITA"] = 480,
        ["WIT"] = 540,
    }.GetAlternateLookup<ReadOnlySpan<char>>();

    // Abbreviations of several zones: India, Israel and Ireland; the United States and China; the Atlantic and Arabia.
    private static readonly Dictionary<string, int[]> Several = new(StringComparer.Ordinal) { ["IST"] = [330, 120, 60], ["CST"] = [-360, 480], ["AST"] = [-240, 180] };

    /// <summary>Whether an abbreviation may mean a zone that is so many minutes ahead of UTC.</summary>
    public static bool MayBe(string zone, int offset) => Several.TryGetValue(zone, out var offsets) && offsets.Contains(offset);

    /// <summary>Reads a zone behind a time; null where this program does not know it: then it is the operator's.</summary>
    /// <param name="text">What stands behind the time.</param>
    /// <param name="length">Grows by the zone.</param>
    /// <param name="unknown">The word that is none of one zone; null where there is none.</param>
    public static int? ZoneBehind(ReadOnlySpan<char> text, ref int length, out string? unknown)
    {
        unknown = null;
        var end = text.IndexOf(' ');
        var word = end < 0 ? text : text[..end];
        if (word.Length is 0 or > 6 || word.ContainsAnyExcept(ZoneCharacters))
        {
            return null;
        }

        length += 1 + word.Length;
        if (Zones.TryGetValue(word, out var offset) || (TryOffset(word, out offset, out var read) && read == word.Length))
        {
            return offset;
        }

        unknown = word.ToString();
        return null;
    }

    /// <summary>Reads <c>+hh:mm</c>, <c>+hhmm</c> or <c>+hh</c>.</summary>
    public static bool TryOffset(ReadOnlySpan<char> text, out int minutes, out int length)
    {
        (minutes, length) = (0, 0);
        if (text.Length < 3 || text[0] is not ('+' or '-') || Number(text[1..3]) is not (>= 0 and var hours))
        {
            return false;
        }

        var part = 0;
        length = 3;
        if (text.Length >= 6 && text[3] == ':' && Number(text[4..6]) is >= 0 and < 60 and var colon)
        {
            (part, length) = (colon, 6);
        }
        else if (text.Length >= 5 && Number(text[3..5]) is >= 0 and < 60 and var plain)
        {
            (part, length) = (plain, 5);
        }

        minutes = text[0] == '-' ? -(hours * 60 + part) : hours * 60 + part;
        return true;
    }
}
