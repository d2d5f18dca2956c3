using System.Text.Json;
using System.Text.Json.Serialization;

namespace AbuseServerless.Deliveries;

/// <summary>Reads the JSON of a data file: one of an operator's, or one that is part of the program. Comments and commas at the end are allowed.</summary>
internal static class DeliveryFile
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        AllowTrailingCommas = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <exception cref="DeliveryFileException">There is no such file, or it is not of this shape.</exception>
    public static T Read<T>(string path)
    {
        try
        {
            return Read<T>(File.ReadAllBytes(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DeliveryFileException($"{path}: {e.Message}", e);
        }
    }

    /// <exception cref="DeliveryFileException">It is not of this shape.</exception>
    public static T ReadEmbedded<T>(string name)
    {
        using var resource = typeof(DeliveryFile).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not a resource.");
        using var bytes = new MemoryStream();
        resource.CopyTo(bytes);
        return Read<T>(bytes.ToArray(), name);
    }

    private static T Read<T>(ReadOnlySpan<byte> bytes, string name)
    {
        try
        {
            bytes = bytes.StartsWith(ByteOrderMark) ? bytes[ByteOrderMark.Length..] : bytes;
            var file = JsonSerializer.Deserialize<T>(bytes, Json);
            RefuseNull(bytes);
            return file!;
        }
        catch (JsonException e)
        {
            throw new DeliveryFileException($"{name}: {e.Message}", e);
        }
    }

    /// <summary>The serializer refuses null for a property that has none, but lets it stand as an element of a list.</summary>
    private static void RefuseNull(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.Null)
            {
                throw new JsonException($"null is not a valid value here (byte {reader.TokenStartIndex}).");
            }
        }
    }
}
