namespace AbuseServerless.Ingestion.Logs.Files;

/// <summary>What a file is that holds no text, by how it begins.</summary>
internal static class BinaryKind
{
    private const int Looked = 512;

    // Magic, with U+FFFD for a byte that is no UTF-8; and what the file is.
    private static readonly (string Begin, string Kind)[] Kinds =
    [
        ("%PDF-", "a PDF document"),
        ("PK\u0005\u0006", "an empty ZIP archive"),
        ("7z\uFFFD\uFFFD'\u001c", "a 7-Zip archive: unpack it first"),
        ("Rar!\u001a", "a RAR archive: unpack it first"),
        ("LPKSHHRH", "the file of a systemd journal: give the output of journalctl -o short-iso"),
        ("\u0004\"M\u0018", "compressed by lz4: unpack it first"),
        ("\u001f\uFFFD", "compressed by compress (.Z): unpack it first"),
        ("]\0\0", "compressed by lzma: unpack it first"),
        ("ElfFile\0", "a Windows event log: export it as text"),
        ("\u007fELF", "a program (ELF)"),
        ("MZ", "a program (Windows)"),
        ("SQLite format 3", "an SQLite database"),
        ("\uFFFDPNG", "a picture (PNG)"),
        ("\uFFFD\uFFFD\uFFFD", "a binary file"),
    ];

    /// <summary>What it is, in words; null where it is text.</summary>
    /// <param name="first">The first line of the file that is not empty, as it stands there.</param>
    public static string? Of(string first)
    {
        ArgumentNullException.ThrowIfNull(first);
        var start = first.AsSpan(0, Math.Min(first.Length, Looked));
        var strange = 0;
        foreach (var character in start)
        {
            strange += (char.IsControl(character) && character != '\t') || character == '\uFFFD' ? 1 : 0;
        }

        foreach (var (begin, kind) in Kinds)
        {
            // Two letters may begin a line of text.
            if (start.StartsWith(begin, StringComparison.Ordinal) && (begin.Length > 2 || strange > 0))
            {
                return kind;
            }
        }

        return strange * 10 > start.Length ? "a binary file" : null;
    }
}
