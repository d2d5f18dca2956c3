using System.Text;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Functions.RecoveryByLink;
using AbuseServerless.Notifications;
using AbuseServerless.Portal;
using AbuseServerless.Suspensions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Functions;

/// <summary>Lets a suspended subscriber report a password change by the link in the mail. It names no account, and nothing of it is cached or logged.</summary>
public sealed class RecoverByLink(RecoveryLinks links, SuspensionTable suspensions, IOptions<NotificationOptions> notifications, IOptions<EnforcementOptions> options, TimeProvider time)
{
    private const int MaximumBodyLength = 16_384;

    private readonly MailOptions _mail = notifications.Value.Mail;

    /// <summary>
    /// <c>GET /api/recover</c> shows the page, which is the same for everybody, and does nothing: the token stays in the browser. <c>POST</c> with the token does what the portal's API does, if the suspension of which the mail told
    /// still stands. 404 where there are no links.
    /// </summary>
    [Function(nameof(RecoverByLink))]
    public async Task<IActionResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = "recover")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!links.IsOn)
        {
            return new NotFoundResult();
        }

        var headers = request.HttpContext.Response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentSecurityPolicy = RecoveryPage.Policy;
        headers.Vary = "Accept-Language";
        var texts = TextsFor(request);
        headers.ContentLanguage = texts.Language;
        if (!HttpMethods.IsPost(request.Method))
        {
            return new BytesResult(RecoveryPage.Form(texts), RecoveryPage.ContentType);
        }

        var (status, answer) = await AnswerAsync(request, texts, cancellationToken);
        request.HttpContext.Response.StatusCode = status;
        var isDone = status == StatusCodes.Status200OK;
        return new BytesResult(RecoveryPage.Answer(texts, isDone, answer, isDone ? "" : string.IsNullOrEmpty(_mail.Contact) ? _mail.From : _mail.Contact), RecoveryPage.ContentType);
    }

    private async Task<(int Status, string Answer)> AnswerAsync(HttpRequest request, RecoveryTexts texts, CancellationToken cancellationToken)
    {
        if (await RequestBody.ReadAsync(request, MaximumBodyLength, cancellationToken) is not { } body)
        {
            return (StatusCodes.Status413PayloadTooLarge, texts.Invalid);
        }

        var form = QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body.Span));
        var token = form.TryGetValue(RecoveryPage.TokenField, out var value) ? value.ToString().Trim() : "";
        if (links.Read(token[(token.LastIndexOf('#') + 1)..]) is not { } link)
        {
            return (StatusCodes.Status400BadRequest, texts.Invalid);
        }

        if (link.Expires <= time.GetUtcNow())
        {
            return (StatusCodes.Status410Gone, texts.Expired);
        }

        // A program that only follows what it finds in mails ticks no box.
        if (!form.TryGetValue(RecoveryPage.ChangedField, out var changed) || changed.ToString() != "yes")
        {
            return (StatusCodes.Status400BadRequest, texts.Unconfirmed);
        }

        try
        {
            var recovery = new Recovery(null, options.Value.RecoveryWatch, Judgement.None, "link:mail", "With the link in the mail.") { Activation = link.Activation };
            var done = await suspensions.RecoverAsync(link.Account, recovery, cancellationToken);
            return done.Changed ? (StatusCodes.Status200OK, texts.Recovered) : (StatusCodes.Status409Conflict, texts.Used);
        }
        catch (StorageException e) when (e.Fault == StorageFault.Unavailable)
        {
            // Whatever was done, to press the button again is right.
            return (StatusCodes.Status503ServiceUnavailable, texts.Unavailable);
        }
    }

    // The language of the mails, or the one that the browser prefers of both.
    private RecoveryTexts TextsFor(HttpRequest request)
    {
        var wanted = request.GetTypedHeaders().AcceptLanguage.OrderByDescending(language => language.Quality ?? 1)
            .Select(language => language.Value.ToString()).FirstOrDefault(language => language.StartsWith("ja", StringComparison.OrdinalIgnoreCase) || language.StartsWith("en", StringComparison.OrdinalIgnoreCase));
        return _mail.Language switch
        {
            MailLanguage.Ja => RecoveryTexts.Japanese,
            MailLanguage.En => RecoveryTexts.English,
            _ => wanted?.StartsWith("en", StringComparison.OrdinalIgnoreCase) == true ? RecoveryTexts.English : RecoveryTexts.Japanese,
        };
    }
}
