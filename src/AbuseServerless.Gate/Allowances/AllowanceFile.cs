using System.Text.Json;
using AbuseServerless.Allowances;
using AbuseServerless.Files;

namespace AbuseServerless.Gate.Allowances;

/// <summary>The allowances on disk, so that a gate that starts while the cloud is away still knows them.</summary>
internal sealed class AllowanceFile(string folder)
{
    private readonly string _path = Path.Combine(folder, "allowances.json");

    /// <summary>Reads what is on disk.</summary>
    /// <returns>None where there is nothing.</returns>
    /// <exception cref="InvalidDataException">There is a file that cannot be read.</exception>
    public AllowanceSet Read()
    {
        try
        {
            return File.Exists(_path) ? new AllowanceSet(JsonSerializer.Deserialize<Dictionary<string, string[]>>(File.ReadAllBytes(_path)) ?? []) : AllowanceSet.Empty;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or ArgumentException)
        {
            // What is wrong in it may name an account.
            throw new InvalidDataException($"{_path} cannot be read ({e.GetType().Name}).");
        }
    }

    /// <summary>Replaces what is on disk; without allowances there is no file.</summary>
    /// <exception cref="IOException">It cannot be written; the old one is as it was.</exception>
    public void Save(AllowanceSet allowances)
    {
        if (allowances.Count > 0)
        {
            AtomicFile.Replace(_path, JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string[]>(allowances.All)), durable: true);
        }
        else
        {
            File.Delete(_path);
        }
    }
}
