using System.Text.Json;
using AbuseServerless.Ingestion;

namespace AbuseServerless.Deliveries;

/// <summary>The properties of a delivery event, and the first fault among those that were asked for.</summary>
internal sealed class DeliveryFields(JsonElement message)
{
    /// <summary>The first fault; null where there was none.</summary>
    public Rejection? Fault { get; private set; }

    /// <summary>A text that must be there.</summary>
    /// <param name="name">Name of the property.</param>
    /// <param name="reason">The kind of fault where it is missing or bad.</param>
    /// <param name="fault">What it is then, such as <c>not a date</c>.</param>
    /// <param name="read">Gives null where the text is bad.</param>
    public T? Required<T>(string name, RejectReason reason, string fault, Func<string, T?> read)
    {
        if (message.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null)
        {
            return Read(value, name, reason, fault, read);
        }

        Fault ??= new Rejection(reason, $"{name}: missing.");
        return default;
    }

    /// <summary>A text that may be absent or null.</summary>
    /// <inheritdoc cref="Required"/>
    public T? Optional<T>(string name, RejectReason reason, string fault, Func<string, T?> read) =>
        message.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? Read(value, name, reason, fault, read) : default;

    /// <summary>Whether it is there and true.</summary>
    public bool Flag(string name) => message.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    /// <summary>A number of seconds that may be absent or null.</summary>
    public double? Seconds(string name)
    {
        if (!message.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var seconds) && seconds is >= 0 and <= DeliveryEvent.MaximumDelaySeconds)
        {
            return seconds;
        }

        Fault ??= new Rejection(RejectReason.BadDelay, $"{name}: not a number from 0 to 1000000000.");
        return null;
    }

    private T? Read<T>(JsonElement value, string name, RejectReason reason, string fault, Func<string, T?> read)
    {
        var result = value.ValueKind == JsonValueKind.String ? read(value.GetString()!) : default;
        if (result is null)
        {
            Fault ??= new Rejection(reason, $"{name}: {fault}.");
        }

        return result;
    }
}
