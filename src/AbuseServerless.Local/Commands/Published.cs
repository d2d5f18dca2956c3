namespace AbuseServerless.Local.Commands;

/// <summary>What was published of a file.</summary>
/// <param name="Messages">Messages, of both hubs.</param>
/// <param name="From">UTC day of the first delivery; null where there are none.</param>
/// <param name="To">UTC day of the last delivery.</param>
internal sealed record Published(long Messages, DateOnly? From, DateOnly To)
{
    public static Published Nothing { get; } = Auths(0);

    public static Published Auths(long messages) => new(messages, null, DateOnly.MinValue);

    public Published Add(SourceMessage message)
    {
        if (message.Delivery is not { } delivery)
        {
            return this with { Messages = Messages + 1 };
        }

        var day = DateOnly.FromDateTime(delivery.Time.UtcDateTime);
        return new(Messages + 1, From is null || day < From ? day : From, day > To ? day : To);
    }
}
