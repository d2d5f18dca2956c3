using System.Text.Json;
using System.Text.Json.Serialization;
using AbuseServerless.Notifications;

namespace AbuseServerless.Notifiers.Webhook;

/// <summary>Notifications as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(NotificationBody))]
[JsonSerializable(typeof(ReputationBody))]
internal sealed partial class NotificationJson : JsonSerializerContext
{
    /// <summary>The UTF-8 bytes that are signed and sent.</summary>
    /// <param name="notification">What is told.</param>
    /// <param name="enforced">Whether mail servers refuse what is suspended.</param>
    public static byte[] Write(Notification notification, bool enforced) => notification switch
    {
        SuspensionNotification told => JsonSerializer.SerializeToUtf8Bytes(Webhook.NotificationBody.Of(told, enforced), Default.NotificationBody),
        ReputationNotification told => JsonSerializer.SerializeToUtf8Bytes(Webhook.ReputationBody.Of(told), Default.ReputationBody),
        _ => throw new NotSupportedException($"A notification of type {notification.GetType().Name} has no JSON."),
    };
}
