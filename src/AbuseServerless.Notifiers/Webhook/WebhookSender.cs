using System.Globalization;
using System.Net.Http.Headers;
using AbuseServerless.Notifications;
using AbuseServerless.Suspensions;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Notifiers.Webhook;

/// <summary>Posts notifications to the webhook. Any status from 200 to 299 means that the receiver has it; no redirect is followed, for it would carry account names elsewhere.</summary>
internal sealed class WebhookSender(
    IHttpClientFactory clients, IOptions<NotificationOptions> options, EnforcementSwitch enforcement, TimeProvider time) : INotificationSender
{
    /// <summary>Name of the HTTP client.</summary>
    public const string Client = "AbuseServerless.Webhook";

    private readonly WebhookOptions _options = options.Value.Webhook;

    public NotificationChannel Channel => NotificationChannel.Webhook;

    public bool IsEnabled => _options.IsEnabled();

    public async Task<DeliveryResult> SendAsync(Notification notification, CancellationToken cancellationToken)
    {
        using var limit = new TimeLimit(_options.Timeout, time, cancellationToken);
        using var client = clients.CreateClient(Client);
        using var request = Request(notification);
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
            return response.IsSuccessStatusCode
                ? DeliveryResult.Delivered
                : DeliveryResult.Failed(string.Create(CultureInfo.InvariantCulture, $"The receiver answered {(int)response.StatusCode}."));
        }
        catch (HttpRequestException e)
        {
            return DeliveryResult.Failed($"The request failed ({e.HttpRequestError}).");
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return DeliveryResult.Failed($"No answer within {Quantity.Of(_options.Timeout.TotalSeconds, "second")}.");
        }
    }

    private HttpRequestMessage Request(Notification notification)
    {
        var body = NotificationJson.Write(notification, enforcement.IsOn);
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, _options.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("AbuseServerless", null));
        request.Headers.Add("X-AbuseServerless-Id", notification.Id);
        request.Headers.Add("X-AbuseServerless-Event", notification is ReputationNotification ? "reputation" : "suspension");
        request.Headers.Add("X-AbuseServerless-Timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("X-AbuseServerless-Signature", WebhookSignature.Of(_options.Secret, timestamp, body));
        return request;
    }
}
