using Microsoft.AspNetCore.Http;

namespace AbuseServerless.Functions;

/// <summary>Reads as much of a request as anybody honest sends.</summary>
internal static class RequestBody
{
    /// <summary>Reads a body.</summary>
    /// <param name="request">The request.</param>
    /// <param name="most">Bytes that it may have.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null where it has more.</returns>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, int most, CancellationToken cancellationToken)
    {
        if (request.ContentLength > most)
        {
            return null;
        }

        // One byte more than may come, so that it shows.
        var buffer = new byte[(int)(request.ContentLength ?? most) + 1];
        var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return length > most ? null : buffer.AsMemory(0, length);
    }
}
