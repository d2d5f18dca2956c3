using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace AbuseServerless.Local.Tests.App;

/// <summary>HTTP functions.</summary>
public static class Web
{
    /// <summary>Answers to anyone.</summary>
    [Function("Hello")]
    public static IActionResult Hello([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "hello/{name}")] HttpRequest request, string name)
    {
        request.HttpContext.Response.Headers["x-greeting"] = "yes";
        return new OkObjectResult($"Hello {name} {request.Query["from"]}");
    }

    /// <summary>Sends back what it got, with status 202, to who has a key.</summary>
    [Function("Echo")]
    public static async Task<IActionResult> EchoAsync([HttpTrigger(AuthorizationLevel.Function, "post")] HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        return new ContentResult { StatusCode = 202, ContentType = "text/plain", Content = await reader.ReadToEndAsync() };
    }

    /// <summary>Fails.</summary>
    [Function("Broken")]
    public static IActionResult Broken([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
        throw new InvalidOperationException($"Told to fail by {request.Path}.");

    /// <summary>Ends the process.</summary>
    [Function("Die")]
    public static IActionResult Die([HttpTrigger(AuthorizationLevel.Anonymous, "post")] HttpRequest request)
    {
        Console.Error.WriteLine($"Dying of {request.Path}");
        Environment.Exit(7);
        return new OkResult();
    }
}
