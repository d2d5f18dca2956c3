namespace AbuseServerless.Notifications;

/// <summary>The result of a delivery attempt of a notification.</summary>
/// <param name="Outcome">What to do now.</param>
/// <param name="Detail">Of a failure, one English sentence without account names, addresses and secrets; empty otherwise.</param>
public sealed record DeliveryResult(DeliveryOutcome Outcome, string Detail)
{
    /// <summary>The receiver has it.</summary>
    public static DeliveryResult Delivered { get; } = new(DeliveryOutcome.Delivered, "");

    /// <summary>There is no recipient.</summary>
    public static DeliveryResult NotWanted { get; } = new(DeliveryOutcome.NotWanted, "");

    /// <summary>It failed and may succeed later.</summary>
    public static DeliveryResult Failed(string detail) => new(DeliveryOutcome.Failed, detail);

    /// <summary>It failed and would fail again.</summary>
    public static DeliveryResult Refused(string detail) => new(DeliveryOutcome.Refused, detail);
}
