using System.Security.Cryptography;
using System.Text;
using AbuseServerless.Files;

namespace AbuseServerless.Gate.Files;

/// <summary>Tells a folder from every other, also where two containers call theirs by one name: 128 random bits in a file of it, which stay over restarts.</summary>
internal static class FolderId
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "id";

    private const int Digits = 32;

    /// <summary>The id, made where there is none.</summary>
    /// <exception cref="IOException">It can be neither read nor written.</exception>
    public static string Of(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (File.Exists(path) && File.ReadAllText(path).Trim() is { Length: Digits } known && known.All(char.IsAsciiHexDigitLower))
        {
            return known;
        }

        var id = RandomNumberGenerator.GetHexString(Digits, lowercase: true);
        AtomicFile.Replace(path, Encoding.ASCII.GetBytes(id + "\n"), durable: true);
        return id;
    }
}
