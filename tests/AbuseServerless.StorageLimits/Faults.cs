using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace AbuseServerless.StorageLimits;

/// <summary>The service's errors as it writes them.</summary>
internal static class Faults
{
    private const string Json = "application/json;odata=minimalmetadata;streaming=true;charset=utf-8";

    public static Task WriteAsync(HttpResponse response, TableRequest request, int status, string code, string message)
    {
        var body = JsonSerializer.Serialize(new Dictionary<string, object> { ["odata.error"] = new { code, message = new { lang = "en-US", value = message } } });
        if (request.Operation != TableOperation.Transaction)
        {
            (response.StatusCode, response.ContentType) = (status, Json);
            return response.WriteAsync(body, response.HttpContext.RequestAborted);
        }

        // A transaction is accepted, and its first row says why nothing is done.
        (response.StatusCode, response.ContentType) = (StatusCodes.Status202Accepted, "multipart/mixed; boundary=batchresponse");
        return response.WriteAsync(
            "--batchresponse\r\nContent-Type: multipart/mixed; boundary=changesetresponse\r\n\r\n"
            + "--changesetresponse\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n"
            + $"HTTP/1.1 {status} {ReasonPhrases.GetReasonPhrase(status)}\r\nX-Content-Type-Options: nosniff\r\nContent-Type: {Json}\r\nDataServiceVersion: 3.0;\r\n\r\n{body.Replace("\"value\":\"", "\"value\":\"0:", StringComparison.Ordinal)}\r\n"
            + "--changesetresponse--\r\n--batchresponse--\r\n",
            response.HttpContext.RequestAborted);
    }
}
