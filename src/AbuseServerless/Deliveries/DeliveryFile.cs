using System.Text.Json;
using System.Text.Json.Serialization;

namespace AbuseServerless.Deliveries;

/// <summary>Reads the JSON of a data file: one of an operator's, or one that is part of the program. Comments and commas at the end are allowed.</summary>
internal static class DeliveryFile
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        AllowTrailingCommas = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
    };

    /// <exception cref="DeliveryFileException">There is no such file, or it is not of this shape.</exception>
    public static T Read<T>(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return Read<T>(file, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DeliveryFileException($"{path}: {e.Message}", e);
        }
    }

    /// <exception cref="DeliveryFileException">It is not of this shape.</exception>
    public static T ReadEmbedded<T>(string name)
    {
        using var resource = typeof(DeliveryFile).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is no resource.");
        return Read<T>(resource, name);
    }

    private static T Read<T>(Stream stream, string name)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(stream, Json) ?? throw new DeliveryFileException($"{name}: null.");
        }
        catch (JsonException e)
        {
            throw new DeliveryFileException($"{name}: {e.Message}", e);
        }
    }
}
