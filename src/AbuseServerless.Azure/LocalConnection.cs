using System.Text.Json;

namespace AbuseServerless.Azure;

/// <summary>How to reach a running local runtime. Written by <c>up</c>, read by <c>Connect-GeoAbuse -Local</c>.</summary>
/// <param name="Storage">Connection string of Azurite's table service.</param>
/// <param name="EventHubs">Connection string of the Event Hubs endpoint.</param>
/// <param name="Http">Base address of the functions host.</param>
/// <param name="ProcessId">Process that runs it.</param>
public sealed record LocalConnection(string Storage, string EventHubs, Uri Http, int ProcessId)
{
    /// <summary>The geolocation databases that it uses, separated by semicolons.</summary>
    public string? GeolocationDatabases { get; init; }

    /// <summary>The ASN databases that it uses, separated by semicolons; empty where it has none, so that exemptions by autonomous system have no effect; null where it does not say.</summary>
    public string? AsnDatabase { get; init; }

    /// <summary>Name of the same file in the runtime's data folder (<c>--data</c>).</summary>
    public const string FileInData = "connection.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>
    /// The file of the local runtime that this user started last: <c>AbuseServerless/local.json</c> in the user's folder for local application data
    /// (<c>$XDG_DATA_HOME</c> or <c>~/.local/share</c> on Linux), or in the folder for temporary files where there is none.
    /// </summary>
    public static string UserFile
    {
        get
        {
            var folder = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
            return Path.Combine(folder.Length > 0 ? folder : Path.GetTempPath(), "AbuseServerless", "local.json");
        }
    }

    /// <summary>Reads a file that <see cref="Write"/> wrote; null where there is none or it cannot be read.</summary>
    public static LocalConnection? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<LocalConnection>(File.ReadAllText(path), Json);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes the file, readable by this user only: it holds keys.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Write(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(path, options);
        JsonSerializer.Serialize(file, this, Json);
    }
}
