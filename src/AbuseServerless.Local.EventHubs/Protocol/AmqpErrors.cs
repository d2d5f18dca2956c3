using System.Globalization;
using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace AbuseServerless.Local.EventHubs.Protocol;

/// <summary>The refusals that clients know how to read.</summary>
internal static class AmqpErrors
{
    // The wording matters: the client says ResourceNotFound only where it finds it.
    public static Error NoSuchEntity(string name) =>
        Of(ErrorCode.NotFound, $"The messaging entity '{name}' could not be found.");

    public static Error NoSuchPartition(string hub, string partition) =>
        Of(AmqpNames.ArgumentOutOfRange, $"The partition '{partition}' of the event hub '{hub}' does not exist.");

    public static Error Stolen(string hub, string partition, long? epoch) =>
        Of(ErrorCode.Stolen, $"The partition '{partition}' of the event hub '{hub}' is read by a receiver with epoch {epoch?.ToString(CultureInfo.InvariantCulture) ?? "none"}.");

    public static Error BadPosition(string description) => Of(AmqpNames.ArgumentError, description);

    public static Error TooLarge(long bytes, ulong limit) =>
        Of(ErrorCode.MessageSizeExceeded, $"The message of {bytes} bytes is larger than the limit of {limit} bytes.");

    public static Error Failure(Exception exception) =>
        exception is AmqpException amqp ? amqp.Error : Of(ErrorCode.InternalError, exception.Message);

    private static Error Of(string condition, string description) => new(new Symbol(condition)) { Description = description };
}
