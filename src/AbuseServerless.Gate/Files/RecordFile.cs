using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AbuseServerless.Gate.Files;

/// <summary>A file of lines that are on disk before anything is done about them.</summary>
internal static partial class RecordFile
{
    /// <summary>A line of JSON, with its end, that people can read and search.</summary>
    public static string Line<T>(T entry, JsonSerializerOptions options) => Escaped().Replace(JsonSerializer.Serialize(entry, options), static pair => Unescape(pair.Value)) + "\n";

    // Every encoder of .NET escapes what has two units in UTF-16.
    private static string Unescape(string pair)
    {
        var rune = new Rune(Unit(pair.AsSpan(2, 4)), Unit(pair.AsSpan(8, 4)));
        return Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned ? pair : rune.ToString();
    }

    private static char Unit(ReadOnlySpan<char> digits) => (char)ushort.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    // Where a backslash stands for itself, its pair is not followed by half of another.
    [GeneratedRegex(@"\\u[Dd][89ABab][0-9A-Fa-f]{2}\\u[Dd][C-Fc-f][0-9A-Fa-f]{2}")]
    private static partial Regex Escaped();

    /// <summary>Adds lines; all of them, or none.</summary>
    /// <param name="path">The file, which only its owner can read.</param>
    /// <param name="lines">Each with its end.</param>
    /// <exception cref="IOException">They cannot be written.</exception>
    public static void Append(string path, IEnumerable<string> lines)
    {
        var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(path, options);
        var begin = file.Position;
        try
        {
            file.Write(Encoding.UTF8.GetBytes(string.Concat(lines)));
            file.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            // The next line is not to begin within this one.
            file.SetLength(begin);
            throw;
        }
    }
}
