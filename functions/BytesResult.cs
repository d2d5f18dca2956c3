using Microsoft.AspNetCore.Mvc;

namespace AbuseServerless.Functions;

/// <summary>Answers 200 with a body that is ready.</summary>
internal sealed class BytesResult(ReadOnlyMemory<byte> body, string contentType) : IActionResult
{
    /// <inheritdoc/>
    public async Task ExecuteResultAsync(ActionContext context)
    {
        var response = context.HttpContext.Response;
        response.ContentType = contentType;
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, context.HttpContext.RequestAborted);
    }
}
